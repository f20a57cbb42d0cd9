#!/bin/bash
# What Bazel runs again, and what it does not: in a package that this script makes
# in the workspace and takes away.
#
#     tools/bazel run //tests/manual:rebuild
set -euo pipefail
cd "${BUILD_WORKSPACE_DIRECTORY:?start me with tools/bazel run //tests/manual:rebuild}"
unset BUILD_WORKING_DIRECTORY
package=tests/rebuild_scratch
mkdir "$package"
trap 'rm -rf "$package"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

experiment() { # NAME STEPS COMMENT
  cat > "$package/$1.textproto" <<EOF
# proto-message: flow.Experiment
# $3
name: "$1-$$-$(date +%s)"
source { gaussian { dim: 2 } }
target { two_moons {} }
model { mlp { hidden: [8] } }
train { steps: 50 batch: 16 }
evaluate { name: "ode" sampler { euler { steps: $2 } } samples: 50 metric { nfe {} } }
EOF
}
comparison() { # BETTER THAN
  cat > "$package/BUILD" <<EOF
load("//bazel:flow.bzl", "flow_comparison", "flow_experiment")
flow_experiment(name = "few", src = "few.textproto")
flow_experiment(name = "many", src = "many.textproto")
flow_comparison(
    name = "comparison",
    size = "small",
    expectations = ['metric: "nfe" protocol: "ode" better: "$1" than: "$2"'],
    experiments = {"few": ":few", "many": ":many"},
)
EOF
}
# expect RUNS CODE WHAT: what a test of the comparison runs anew, and its exit code
expect() {
  local code=0 runs seconds=$SECONDS
  tools/bazel test --subcommands "//$package:comparison" > "$package/log" 2>&1 || code=$?
  runs=$(grep -c "SUBCOMMAND: .*'Running //$package:.*, seed" "$package/log" || true)
  [ "$code" = "$2" ] || fail "$3: exit code $code"$'\n'"$(cat "$package/log")"
  [ "$runs" = "$1" ] || fail "$3: $runs runs instead of $1"
  echo "$3: $runs runs, $((SECONDS - seconds)) s"
}

experiment few 5 "first"
experiment many 10 "first"
comparison few many
expect 6 0 "everything is new"
expect 0 0 "nothing has changed"
sed -i 's/^# first$/# said otherwise/' "$package/few.textproto"
expect 0 0 "a comment has changed"
sed -i 's/steps: 10/steps: 12/' "$package/many.textproto"
expect 3 0 "one experiment has changed"
comparison many few
expect 0 3 "the claim is reversed"
tr -s '\n ' ' ' < "$package/log" | grep -o "NOT MET nfe (ode): [^;]*" ||
  fail "no sentence"
echo "only what changed was run"
