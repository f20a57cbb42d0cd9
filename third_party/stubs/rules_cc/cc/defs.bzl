"""The C++ rules that Bazel 4 carries, under the name that newer files load.

Bazel asks for @rules_cc by itself as soon as a cc_library is analysed.
"""

cc_binary = native.cc_binary
cc_import = native.cc_import
cc_library = native.cc_library
cc_proto_library = native.cc_proto_library
cc_test = native.cc_test
cc_toolchain = native.cc_toolchain
cc_toolchain_suite = native.cc_toolchain_suite
