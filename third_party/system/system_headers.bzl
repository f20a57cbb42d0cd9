"""Headers of the system for libraries that come from elsewhere."""

def _system_headers_impl(ctx):
    if not ctx.path(ctx.attr.header).exists:
        fail(("\n\n%s: %s is missing. Install what is missing with\n" +
              "    tools/bazel info\nor by hand with\n    apt-get install -y %s\n") %
             (ctx.name, ctx.attr.header, ctx.attr.apt))
    ctx.file("BUILD", """package(default_visibility = ["//visibility:public"])

cc_library(name = "headers")
""")

system_headers = repository_rule(
    implementation = _system_headers_impl,
    doc = "A cc_library `headers` that links nothing: what includes them depends " +
          "on it, so that their absence is told by name.",
    attrs = {
        "apt": attr.string(doc = "The Debian package to name when it is missing."),
        "header": attr.string(doc = "The path of one of them."),
    },
    configure = True,
    local = True,
)
