"""Everything that is not ours, in one list. The only place that knows the system."""

load("//third_party/protobuf:system_protobuf.bzl", "system_protobuf")
load("//third_party/pypi:wheels.bzl", "pypi_wheels")
load("//third_party/system:nvcc.bzl", "system_nvcc")
load("//third_party/system:system_headers.bzl", "system_headers")
load("//third_party/system:system_libraries.bzl", "system_libraries")

def flow_repositories():
    system_libraries(
        name = "com_google_absl",
        apt = "libabsl-dev pkg-config",
        targets = {
            "absl/base:core_headers": "absl_core_headers",
            "absl/cleanup:cleanup": "absl_cleanup",
            "absl/container:btree": "absl_btree",
            "absl/container:flat_hash_map": "absl_flat_hash_map",
            "absl/container:flat_hash_set": "absl_flat_hash_set",
            "absl/flags:flag": "absl_flags",
            "absl/functional:function_ref": "",
            "absl/hash:hash": "absl_hash",
            "absl/status:status": "absl_status",
            "absl/status:statusor": "absl_statusor",
            "absl/strings:cord": "absl_cord",
            "absl/strings:str_format": "absl_str_format",
            "absl/strings:strings": "absl_strings",
            "absl/synchronization:synchronization": "absl_synchronization",
            "absl/time:time": "absl_time",
            "absl/types:span": "absl_span",
        },
    )
    system_libraries(
        name = "com_google_googletest",
        apt = "libgtest-dev libgmock-dev pkg-config",
        targets = {
            ":gtest": "gmock",
            ":gtest_main": "gmock_main",
        },
    )
    system_libraries(
        name = "com_google_benchmark",
        apt = "libbenchmark-dev pkg-config",
        targets = {":benchmark": "benchmark"},
    )

    # What LibTorch's ProcessGroupGloo.hpp includes; the code of Gloo is in LibTorch,
    # and the system's must not be linked beside it.
    system_headers(
        name = "gloo",
        apt = "libgloo-dev",
        header = "/usr/include/gloo/config.h",
    )
    system_libraries(
        name = "highway",
        apt = "libhwy-dev pkg-config",
        targets = {":hwy": "libhwy"},
    )
    system_libraries(
        name = "libjpeg",
        apt = "libjpeg-dev pkg-config",
        targets = {":jpeg": "libjpeg"},
    )
    system_libraries(
        name = "libpng",
        apt = "libpng-dev pkg-config",
        targets = {":png": "libpng"},
    )
    system_libraries(
        name = "nlohmann_json",
        apt = "nlohmann-json3-dev pkg-config",
        targets = {":json": "nlohmann_json"},
    )
    system_libraries(
        name = "openssl",
        apt = "libssl-dev pkg-config",
        targets = {":crypto": "libcrypto"},
    )
    system_libraries(
        name = "zlib",
        apt = "zlib1g-dev pkg-config",
        targets = {":zlib": "zlib"},
    )
    system_nvcc(name = "nvcc")
    system_protobuf(name = "com_google_protobuf")

    # LibTorch and the two CUDA libraries that its CPU half is linked against.
    pypi_wheels(
        name = "torch",
        build_file = "//third_party:torch.BUILD",
        keep = [
            "nvidia/cu13/lib/libcudart.so",
            "nvidia/cu13/lib/libcupti.so",
            "torch/include/",
            "torch/lib/libc10.so",
            "torch/lib/libgomp.so",
            "torch/lib/libtorch_cpu.so",
        ],
        # An old protobuf's headers, which would shadow the system's.
        remove = ["torch/include/google"],
        # Each operator's header brings the whole runtime with it, two seconds of
        # every compilation, and forwards calls that need none of it; that of `cat`
        # alone does.
        patch_cmds = [
            "cd torch/include/ATen/ops; grep -L ITensorListRef *.h | xargs " +
            "sed -i -E '/include <ATen.(Context|DeviceGuard|TensorUtils|TracerMode).h>/d'",
        ],
        wheels = {
            "nvidia-cuda-cupti==13.0.85": "4eb01c08e859bf924d222250d2e8f8b8ff6d3db4721288cf35d14252a4d933c8",
            "nvidia-cuda-runtime==13.0.96": "7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548",
            "torch==2.11.0": "7aa2f9bbc6d4595ba72138026b2074be1233186150e9292865e04b7a63b8c67a",
        },
    )

    # What libflow_cuda.so is compiled against: the NCCL that LibTorch's wheel asks for.
    pypi_wheels(
        name = "nccl",
        build_file = "//third_party:nccl.BUILD",
        keep = ["nvidia/nccl/include/"],
        wheels = {"nvidia-nccl-cu13==2.28.9": "e4553a30f34195f3fa1da02a6da3d6337d28f2003943aa0a3d247bbc25fefc42"},
    )

    # plotly.js, for the report page.
    pypi_wheels(
        name = "plotly",
        build_file = "//third_party:plotly.BUILD",
        keep = ["plotly/package_data/plotly.min.js"],
        wheels = {"plotly==5.24.1": "f67073a1e637eb0dc3e46324d9d51e2fe76e9727c892dde64ddf1e1b51f29089"},
    )

    # The 1797 handwritten digits of the UCI repository, as scikit-learn ships them.
    pypi_wheels(
        name = "sklearn_data",
        build_file = "//third_party:sklearn_data.BUILD",
        keep = ["sklearn/datasets/data/digits.csv.gz"],
        wheels = {"scikit-learn==1.5.2": "f8b0ccd4a902836493e026c03256e8b206656f91fbcc4fde28c57a5b752561f1"},
    )
