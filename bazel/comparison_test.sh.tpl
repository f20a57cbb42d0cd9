#!/bin/bash
# Prints how the runs compare; fails where a claim is not met.
set -uo pipefail
flow="%{flow}"
words=(%{words})
"$flow" compare "${words[@]}"
code=$?
if [ -n "${XML_OUTPUT_FILE:-}" ]; then
  "$flow" compare "${words[@]}" --format=junit > "$XML_OUTPUT_FILE"
fi
if [ -n "${TEST_UNDECLARED_OUTPUTS_DIR:-}" ]; then
  cp "%{page}" "$TEST_UNDECLARED_OUTPUTS_DIR/report.html"
fi
exit $code
