"""Shared libraries for GPUs, by nvcc."""

def _flow_cuda_library_impl(ctx):
    context = cc_common.merge_cc_infos(
        cc_infos = [dep[CcInfo] for dep in ctx.attr.deps],
    ).compilation_context
    library = ctx.actions.declare_file("lib%s.so" % ctx.label.name)
    arguments = ctx.actions.args()
    arguments.add_all(["-x", "cu", "-std=c++20", "-O2", "-DNDEBUG", "-shared"])

    # for the GPUs of a data centre since 2020, and those to come by their own driver
    for architecture in ["80", "90"]:
        arguments.add("-gencode=arch=compute_{a},code=sm_{a}".format(a = architecture))
    arguments.add("-gencode=arch=compute_90,code=compute_90")
    arguments.add_all(["-Xcompiler", "-fPIC,-Wall,-ffp-contract=off", "--fmad=false"])
    arguments.add_all(context.defines, format_each = "-D%s")
    arguments.add_all(context.quote_includes, before_each = "-I")
    arguments.add_all(context.system_includes, before_each = "-isystem")
    arguments.add_all(context.includes, before_each = "-isystem")
    arguments.add_all([src for src in ctx.files.srcs if src.extension != "h"])
    arguments.add("-o", library)
    ctx.actions.run(
        executable = ctx.executable._nvcc,
        arguments = [arguments],
        inputs = depset(ctx.files.srcs, transitive = [context.headers]),
        outputs = [library],
        mnemonic = "Nvcc",
        progress_message = "Compiling for GPUs %s" % library.short_path,
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([library]))]

flow_cuda_library = rule(
    implementation = _flow_cuda_library_impl,
    doc = "`lib<name>.so`, to be loaded by a program. It links nothing: what it " +
          "calls is there when it is loaded, or the loading fails.",
    attrs = {
        "srcs": attr.label_list(allow_files = [".cc", ".cu", ".h"]),
        "deps": attr.label_list(providers = [CcInfo]),
        "_nvcc": attr.label(
            default = "@nvcc//:nvcc",
            executable = True,
            cfg = "host",
        ),
    },
)
