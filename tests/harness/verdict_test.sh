#!/bin/bash
# A claim that is not met fails its test with a sentence, as JUnit too, and leaves
# the page.
set -euo pipefail
fail() { echo "FAILED: $*" >&2; exit 1; }

out="$TEST_TMPDIR/outputs"
mkdir -p "$out"
code=0
XML_OUTPUT_FILE="$out/test.xml" TEST_UNDECLARED_OUTPUTS_DIR="$out" \
  "$1" > "$out/table.txt" 2>&1 || code=$?
[ "$code" = 1 ] || fail "exit code $code: $(cat "$out/table.txt")"
tr -s '\n ' ' ' < "$out/table.txt" > "$out/line.txt"
grep -q "NOT MET nfe (ode): expected twice better than once" "$out/line.txt" ||
  fail "no sentence: $(cat "$out/table.txt")"
grep -q '<failure' "$out/test.xml" || fail "no failure: $(cat "$out/test.xml")"
grep -q '<html' "$out/report.html" || fail "no page"
