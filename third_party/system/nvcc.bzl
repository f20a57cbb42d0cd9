"""The compiler of CUDA, where one is installed."""

def _system_nvcc_impl(ctx):
    home = ctx.os.environ.get("CUDA_HOME", "/usr/local/cuda")
    nvcc = ctx.path(home + "/bin/nvcc")
    if not nvcc.exists:
        fail("\n\n%s is missing. What is for GPUs needs CUDA 13: install NVIDIA's " % nvcc +
             "cuda-toolkit-13-0, or say where it is by CUDA_HOME.\n")
    ctx.file("nvcc.sh", "#!/bin/sh\nexec %s \"$@\"\n" % nvcc, executable = True)
    ctx.file("BUILD", """package(default_visibility = ["//visibility:public"])

sh_binary(name = "nvcc", srcs = ["nvcc.sh"])
""")

system_nvcc = repository_rule(
    implementation = _system_nvcc_impl,
    doc = "A program `nvcc`, of CUDA_HOME or of /usr/local/cuda.",
    configure = True,
    environ = ["CUDA_HOME"],
    local = True,
)
