"""The system's protobuf as @com_google_protobuf, as Bazel's proto rules want it."""

_WELL_KNOWN = ["any", "api", "descriptor", "duration", "empty", "field_mask", "source_context", "struct", "timestamp", "type", "wrappers"]

# What each well-known file imports, for proto_library's deps.
_IMPORTS = {
    "api": ["source_context", "type"],
    "type": ["any", "source_context"],
}

def _system_protobuf_impl(ctx):
    protoc = ctx.which("protoc")
    if not protoc or not ctx.path("/usr/include/google/protobuf/descriptor.proto").exists:
        fail("\n\nprotobuf is missing: apt-get install -y protobuf-compiler libprotobuf-dev\n")
    ctx.symlink(protoc, "bin/protoc")
    ctx.symlink("/usr/include/google", "src/google")
    rules = ["""
package(default_visibility = ["//visibility:public"])

sh_binary(
    name = "protoc",
    srcs = ["bin/protoc"],
)

cc_library(
    name = "protobuf",
    linkopts = ["-lprotobuf", "-lpthread"],
)

proto_lang_toolchain(
    name = "cc_toolchain",
    blacklisted_protos = [%s],
    command_line = "--cpp_out=$(OUT)",
    runtime = ":protobuf",
)
""" % ", ".join(['":%s_proto"' % name for name in _WELL_KNOWN])]
    for name in _WELL_KNOWN:
        rules.append("""
proto_library(
    name = "{name}_proto",
    srcs = ["src/google/protobuf/{name}.proto"],
    strip_import_prefix = "src",
    deps = [{deps}],
)
""".format(name = name, deps = ", ".join(['":%s_proto"' % d for d in _IMPORTS.get(name, [])])))
    ctx.file("BUILD", "".join(rules))

system_protobuf = repository_rule(
    implementation = _system_protobuf_impl,
    doc = "protoc, the runtime and the well-known protos of the system.",
    configure = True,
    local = True,
)
