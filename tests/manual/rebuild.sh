#!/bin/bash
# What Bazel runs again, and what it does not.
#
#     tools/bazel run //tests/manual:rebuild
set -euo pipefail
: "${BUILD_WORKSPACE_DIRECTORY:?start me with tools/bazel run //tests/manual:rebuild}"
source "$BUILD_WORKSPACE_DIRECTORY/tests/manual/scratch.sh" rebuild

# expect RUNS CODE WHAT: what a test of the comparison runs anew, and its exit code
expect() {
  local code=0 runs seconds=$SECONDS
  tools/bazel test --subcommands "//$package:comparison" >"$package/log" 2>&1 || code=$?
  runs=$(grep -c "SUBCOMMAND: .*'Running //$package:.*, seed" "$package/log" || true)
  [ "$code" = "$2" ] || fail "$3: exit code $code"$'\n'"$(cat "$package/log")"
  [ "$runs" = "$1" ] || fail "$3: $runs runs instead of $1"
  echo "$3: $runs runs, $((SECONDS - seconds)) s"
}

experiment few 5
experiment many 10
comparison few many
expect 6 0 "everything is new"
expect 0 0 "nothing has changed"
sed -i 's/^# first$/# said otherwise/' "$package/few.textproto"
expect 0 0 "a comment has changed"
sed -i 's/steps: 10/steps: 12/' "$package/many.textproto"
expect 3 0 "one experiment has changed"
comparison many few
expect 0 3 "the claim is reversed"
tr -s '\n ' ' ' <"$package/log" | grep -o "NOT MET nfe (ode): [^;]*" ||
  fail "no sentence"
comparison many fewer
expect 0 1 "the claim speaks of nobody"
grep -q "no member has the label 'fewer'" "$package/log" || fail "no diagnostic"
echo "only what changed was run"
