"""Pinned PyPI wheels, unpacked: LibTorch, data sets and scripts that wheels carry."""

_PLATFORMS = ["manylinux_2_28_x86_64", "manylinux_2_25_x86_64", "manylinux_2_18_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"]

def _pypi_wheels_impl(ctx):
    python = ctx.which("python3")
    if not python:
        fail("\n\npython3 is missing: apt-get install -y python3-pip\n")
    requirements = ["%s --hash=sha256:%s" % pin for pin in ctx.attr.wheels.items()]
    ctx.file("requirements.txt", "\n".join(requirements) + "\n")
    command = [python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "--python-version", "3.11", "--implementation", "cp", "--dest", "wheels", "-r", "requirements.txt"]
    for platform in _PLATFORMS:
        command += ["--platform", platform]
    ctx.report_progress("downloading " + ", ".join(ctx.attr.wheels.keys()))
    result = ctx.execute(command, timeout = 1800)
    if result.return_code != 0:
        fail("\n\n%s: pip could not fetch the pinned wheels (python3-pip and a PyPI index are needed):\n%s%s" %
             (ctx.name, result.stdout, result.stderr))
    for wheel in ctx.path("wheels").readdir():
        ctx.report_progress("unpacking " + wheel.basename)
        result = ctx.execute([python, "-c", _UNPACK, str(wheel), repr(ctx.attr.keep)], timeout = 1800)
        if result.return_code != 0:
            fail("%s: cannot unpack %s: %s" % (ctx.name, wheel.basename, result.stderr))
    for path in ctx.attr.remove:
        ctx.delete(path)
    for command in ctx.attr.patch_cmds:
        result = ctx.execute(["bash", "-euc", command])
        if result.return_code != 0:
            fail("%s: %s: %s" % (ctx.name, command, result.stderr))
    ctx.delete("wheels")
    ctx.symlink(ctx.attr.build_file, "BUILD")

# Unpacks only what is kept: a wheel of LibTorch holds 1.5 GB that nobody links.
_UNPACK = """
import ast, sys, zipfile
wheel, keep = sys.argv[1], tuple(ast.literal_eval(sys.argv[2]))
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if not keep or name.startswith(keep):
            archive.extract(name)
"""

pypi_wheels = repository_rule(
    implementation = _pypi_wheels_impl,
    doc = "Downloads wheels by name, version and hash, and unpacks the named parts.",
    attrs = {
        "wheels": attr.string_dict(doc = "name==version -> sha256"),
        "keep": attr.string_list(doc = "Path prefixes to unpack; all when empty."),
        "remove": attr.string_list(doc = "Unpacked paths to delete again."),
        "patch_cmds": attr.string_list(doc = "Bash commands, run where the wheels are unpacked."),
        "build_file": attr.label(mandatory = True, allow_single_file = True),
    },
)
