#!/bin/bash
# What a change of a method or of an experiment must pass before it lands: the files
# are sound, and the claims of the smoke suite hold. Leaves, in the folder named:
#
#     mistakes.sarif   what `flow check` says, for the lines of a pull request
#     junit/           a claim a test case
#     report.html      the page
#
# and writes the table as Markdown to $GITHUB_STEP_SUMMARY, where there is one.
set -uo pipefail
out=$(realpath -m "${1:?where to? usage: examples/ci/presubmit.sh OUT}")
cd "$(dirname "$0")/../.."
mkdir -p "$out/junit"
code=0

tools/bazel build //flowlang/cli:unstamped_flow || exit 1
flow=bazel-bin/flowlang/cli/unstamped_flow
"$flow" check --format=sarif examples/*.textproto > "$out/mistakes.sarif" || code=1

comparison=otcfm_is_straighter
tools/bazel test --test_output=errors "//examples:$comparison" || code=1
cp "bazel-testlogs/examples/$comparison/test.xml" "$out/junit/$comparison.xml"
cp "bazel-bin/examples/$comparison.html" "$out/report.html"
"$flow" compare I-CFM=bazel-bin/examples/icfm OT-CFM=bazel-bin/examples/otcfm \
  --suite "bazel-bin/examples/$comparison.suite.textproto" \
  --format=markdown >> "${GITHUB_STEP_SUMMARY:-/dev/stdout}" || code=1
exit $code
