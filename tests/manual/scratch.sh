# A package of two small experiments and a comparison of them, in the workspace, for
# scripts that start Bazel themselves; source it with the name of the script as $1.
# It is taken away at the end.
cd "$BUILD_WORKSPACE_DIRECTORY"
unset BUILD_WORKING_DIRECTORY
package=tests/scratch_$1
mkdir "$package"
trap 'rm -rf "$package"' EXIT
fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# experiment NAME STEPS: named anew each time, so that no cache knows its runs.
experiment() {
  cat >"$package/$1.textproto" <<EOF
# proto-message: flow.Experiment
# first
name: "$1-$$-$(date +%s)"
source { gaussian { dim: 2 } }
target { two_moons {} }
model { mlp { hidden: [8] } }
train { steps: 50 batch: 16 }
evaluate { name: "ode" sampler { euler { steps: $2 } } samples: 50 metric { nfe {} } }
EOF
}

# comparison BETTER THAN: claims that one takes fewer evaluations.
comparison() {
  cat >"$package/BUILD" <<EOF
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
