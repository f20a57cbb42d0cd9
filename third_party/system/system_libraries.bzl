"""Libraries of the system, found by pkg-config, under upstream's labels."""

def _link_options(ctx, module):
    result = ctx.execute(["pkg-config", "--libs", module])
    if result.return_code != 0:
        fail(("\n\n%s: pkg-config does not know '%s'. Install what is missing with\n" +
              "    tools/bazel info\nor by hand with\n    apt-get install -y %s\n\n%s") %
             (ctx.name, module, ctx.attr.apt, result.stderr))
    options = [o for o in result.stdout.strip().split(" ") if o]

    # -L of a standard folder would come before Bazel's own search path.
    return [o for o in options if not o.startswith("-L/usr/lib")]

def _system_libraries_impl(ctx):
    packages = {}
    for label, module in ctx.attr.targets.items():
        package, _, name = label.rpartition(":")
        packages.setdefault(package, []).append(
            'cc_library(\n    name = "%s",\n    linkopts = %s,\n)\n' %
            (name, repr(_link_options(ctx, module) if module else [])),
        )
    for package, rules in packages.items():
        ctx.file(
            package + "/BUILD" if package else "BUILD",
            'package(default_visibility = ["//visibility:public"])\n\n' +
            "\n".join(rules),
        )

system_libraries = repository_rule(
    implementation = _system_libraries_impl,
    doc = "One cc_library for each pkg-config module.",
    attrs = {
        "targets": attr.string_dict(
            doc = "package:name -> pkg-config module; an empty module is header-only.",
        ),
        "apt": attr.string(doc = "The Debian packages to name when one is missing."),
    },
    configure = True,
    local = True,
)
