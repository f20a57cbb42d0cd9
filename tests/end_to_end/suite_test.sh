#!/bin/bash
# A suite runs its members over seeds and sweeps, compares them, and fails with a
# sentence when a claim is not met.
source "$(dirname "$0")/common.sh"

write_experiment ot.textproto
cat >independent.textproto <<'EOF'
name: "independent"
extends: "ot.textproto"
coupling { independent {} }
EOF
suite() {
  cat <<EOF
# proto-message: flow.Suite
name: "two"
member { label: "A" file: "ot.textproto" }
member { label: "B" file: "independent.textproto" }
seeds: [1, 2, 3]
expect { metric: "path_energy" protocol: "euler" better: "$1" than: "$2" }
EOF
}
suite A B >straight.textproto
suite B A >reversed.textproto
expect_exit 0 "path_energy .euler.: expected A better than B.*" \
  "$FLOW" run straight.textproto --out straight --threads 2
for file in comparison.json report.html A/seed-1/result.json B/seed-3/result.json; do
  [ -s "straight/$file" ] || fail "no $file"
done
expect_exit 0 "path_energy" "$FLOW" compare straight
expect_exit 0 "testsuite" "$FLOW" compare straight --format=junit
expect_exit 0 "report.html" "$FLOW" report straight --out report.html
expect_exit 1 "expected B better than A" \
  "$FLOW" run reversed.textproto --out reversed --threads 2
expect_exit 1 "not met" "$FLOW" compare reversed

# runs from anywhere are a suite's, by their labels and plans
rm -r straight/comparison.json
cp -r straight/A elsewhere
runs=("A=elsewhere" "B=straight/B")
expect_exit 0 "path_energy .euler.: expected A better than B.*" \
  "$FLOW" compare --suite straight.textproto "${runs[@]}"
expect_exit 1 "expected B better than A" \
  "$FLOW" compare --suite reversed.textproto "${runs[@]}"
expect_exit 0 "page.html" \
  "$FLOW" report --suite straight.textproto "${runs[@]}" --out page.html
expect_exit 1 "'B' with seed 1 in elsewhere.* is of the plan" \
  "$FLOW" compare --suite straight.textproto A=straight/A B=elsewhere
expect_exit 3 "there is no run of 'A' with seed 1" \
  "$FLOW" compare --suite straight.textproto straight/B
expect_exit 1 "is an experiment and no suite" \
  "$FLOW" compare --suite ot.textproto "${runs[@]}"

# kept results, as runs or as a file of what was compared: nothing may be worse
"$FLOW" compare --suite straight.textproto "${runs[@]}" --format json >kept.json
for kept in kept.json straight; do
  expect_exit 0 "testsuite .*failures=\"0\"" \
    "$FLOW" compare straight --baseline "$kept" --format junit
  expect_exit 1 "expected A no worse than its baseline; it has changed by .*: worse" \
    "$FLOW" compare A=straight/B --baseline "$kept" --format junit
done
expect_exit 0 "A .baseline" "$FLOW" compare straight --baseline kept.json
expect_exit 3 "absent" "$FLOW" compare straight --baseline absent

# a plan as an experiment runs to the same bits, and names no folder
"$FLOW" plan ot.textproto --seed 2 --format textproto >resolved.textproto
! grep -q "$WORK" resolved.textproto || fail "a folder in resolved.textproto"
expect_exit 0 "result.json" "$FLOW" run resolved.textproto --out resolved
same_run resolved straight/A/seed-2
expect_exit 2 "is a suite" "$FLOW" plan straight.textproto --format textproto

cat >sweep.textproto <<'EOF'
# proto-message: flow.Suite
name: "sweep"
member { label: "A" file: "ot.textproto" }
sweep { field: "train.batch" values: ["32", "64"] }
seeds: [1, 2]
EOF
expect_exit 0 "batch=64" "$FLOW" run sweep.textproto --out sweep \
  --set train.steps=20 --threads 2
[ -s "sweep/A,batch=32/seed-2/result.json" ] || fail "$(find sweep)"
grep -q "batch: 32" "sweep/A,batch=32/seed-2/plan.textproto" || fail "not swept"

# a plan that was written can be run
expect_exit 0 "rerun/result.json" "$FLOW" run \
  "sweep/A,batch=32/seed-2/plan.textproto" --out rerun
cmp "sweep/A,batch=32/seed-2/samples/euler.npz" rerun/samples/euler.npz
echo "the suite stands"
