#!/bin/bash
# The quickstart: runs the suite, prints its table and says where the page is.
# Bazel gives the path of `flow` and starts us in the runfiles.
set -euo pipefail
flow=$(realpath "$1")
cd "${BUILD_WORKSPACE_DIRECTORY:?start me with tools/bazel run //:quickstart}"
unset BUILD_WORKING_DIRECTORY
exec "$flow" run examples/quickstart.textproto --out out/quickstart
