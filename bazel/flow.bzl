"""The project's own rules: C++ with its compiler options, and experiments."""

load(
    ":experiments.bzl",
    _flow_check_test = "flow_check_test",
    _flow_comparison = "flow_comparison",
    _flow_experiment = "flow_experiment",
)

flow_check_test = _flow_check_test
flow_comparison = _flow_comparison
flow_experiment = _flow_experiment

# Errors in our code; headers of others are system headers and stay silent.
_WARNINGS = [
    "-Wall",
    "-Wextra",
    "-Werror",
    # designated initialisers leave out the members that keep their defaults
    "-Wno-missing-field-initializers",
    "-Wno-unused-parameter",
    "-Wno-sign-compare",
]

# Contracting a*b+c into one rounding is left to the kernels that ask for it, so
# that every compiler gives the same bits.
COPTS = _WARNINGS + ["-ffp-contract=off"]

# Of a test's own source only: what takes the time is in the libraries, and a test's
# source takes a sixth less to compile.
TEST_COPTS = COPTS + ["-O1"]

# gcc loses some of its certainty about headers that it has read before.
_PRECOMPILED_WARNINGS = [
    "-Winvalid-pch",
    "-Wno-array-bounds",
    "-Wno-restrict",
    "-Wno-stringop-overflow",
]

# Flags and dependencies of who includes a header of //bazel that was compiled before.
def _precompiled_copts(header):
    return select({
        "//bazel:reads_headers": [],
        "//conditions:default": _PRECOMPILED_WARNINGS + [
            "-include",
            "bazel/precompiled/%s.hpp" % header,
        ],
    })

def _precompiled_deps(header):
    return select({
        "//bazel:reads_headers": [],
        "//conditions:default": ["//bazel:" + header],
    })

# LibTorch's headers are one folder to Bazel, so that clang's check of who includes
# what finds none of them declared: what includes them goes without the check.
def _features(deps):
    return ["-layering_check"] if "@torch" in deps else []

def flow_cc_library(name, srcs = [], copts = [], deps = [], **kwargs):
    """A library of one idea: usually one header, one source, named as the stem.

    It may leave out no header: --config=clang reads them all, one by one.
    """
    own_copts, own_deps = COPTS + copts, deps

    # what was compiled before is of use for the very same flags alone
    if srcs and not copts:
        header = "torch_headers" if "@torch" in deps else "headers"
        own_copts = own_copts + _precompiled_copts(header)
        own_deps = own_deps + _precompiled_deps(header)
    native.cc_library(
        name = name,
        srcs = srcs,
        copts = own_copts,
        # one object of each source, for tests and programs; none of shared libraries
        features = _features(deps) + ["-supports_pic"],
        linkstatic = True,
        deps = own_deps,
        **kwargs
    )

def flow_cc_binary(name, copts = [], deps = [], **kwargs):
    """A program."""
    native.cc_binary(
        name = name,
        copts = COPTS + copts,
        features = _features(deps),
        deps = deps,
        **kwargs
    )

def flow_cc_test(name, srcs = None, size = "small", deps = [], copts = [], **kwargs):
    """A GoogleTest; the source is `<name>.cc` and main comes with it.

    It may leave out no header: --config=clang reads them all, one by one.
    """
    header = "torch_test_headers" if "@torch" in deps else "test_headers"
    native.cc_test(
        name = name,
        srcs = srcs or [name + ".cc"],
        size = size,
        copts = TEST_COPTS + copts + _precompiled_copts(header),
        features = _features(deps),
        # the objects that programs are made of, and not a second set for shared
        # libraries: a third of all compilations
        linkstatic = True,
        deps = deps + ["@com_google_googletest//:gtest_main"] + _precompiled_deps(header),
        **kwargs
    )

def flow_benchmark(name, deps = [], **kwargs):
    """A micro-benchmark; the source is `<name>.cc` and Google Benchmark comes with it.

    Its times are of the machine that it runs on: `bazel run`, never a test.
    """
    flow_cc_binary(
        name = name,
        srcs = [name + ".cc"],
        deps = deps + ["@com_google_benchmark//:benchmark"],
        **kwargs
    )

def flow_embed(name, texts, namespace = "flow::lang"):
    """A library whose functions return the texts of files.

    `<name>.h` is written by hand and declares one function
    `absl::string_view Function()` for each key.

    Args:
      name: of the library, the header and the source that is made.
      texts: function names, each with the files whose contents it returns, one
        behind the other; `…Deflated` returns them compressed, as embed.py says.
      namespace: of the functions.
    """
    srcs = []
    words = []
    for function, files in texts.items():
        srcs += files
        words.append(function + "=" + "+".join(["$(location %s)" % f for f in files]))
    native.genrule(
        name = name + "_source",
        srcs = srcs,
        outs = [name + ".cc"],
        cmd = " ".join([
            "python3 $(location //bazel:embed.py) $@",
            "%s/%s.h %s" % (native.package_name(), name, namespace),
        ] + words),
        tools = ["//bazel:embed.py"],
    )
    flow_cc_library(
        name = name,
        srcs = [name + ".cc"],
        hdrs = [name + ".h"],
        deps = ["@com_google_absl//absl/strings"],
    )
