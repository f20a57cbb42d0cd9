#!/bin/bash
# What a run is made from, and that it obeyed: seeds, settings, files.
set -euo pipefail
cd tests/harness
fail() { echo "FAILED: $*" >&2; exit 1; }
value() { sed -n "s/^ *\"$2\": \(.*[^,]\),*$/\1/p" "$1/result.json" | head -1; }

# two ways to say one thing are one plan, so that a comment costs no training
for seed in 1 2 3; do
  diff -r plain/seed-$seed/plan.textproto commented/seed-$seed/plan.textproto
  [ "$(value plain/seed-$seed seed)" = $seed ] || fail "seed $seed"
done
cmp plain/seed-1/stages/01-train_velocity/weights.safetensors \
  commented/seed-1/stages/01-train_velocity/weights.safetensors
! cmp -s plain/seed-1/stages/01-train_velocity/weights.safetensors \
  plain/seed-2/stages/01-train_velocity/weights.safetensors || fail "seeds"

# settings over the file's
grep -q "^  steps: 20$" shorter/seed-7/plan.textproto || fail "no 20 steps"
grep -q "^  samples: 100$" shorter/seed-7/plan.textproto || fail "no 100 samples"
[ "$(value shorter/seed-7 threads)" = 2 ] || fail "threads"

# what a cached run was made by is its code, not a commit
[ "$(value plain/seed-1 commit)" = '"unstamped"' ] || fail "a commit"

# points of a file below the experiment's folder
[ -s points/seed-1/result.json ] || fail "no run on points"

# clients of a file beside it
grep -A4 '"clients": {' divided/seed-1/result.json | tr -d ' \n' |
  grep -q '"count":2,"points":\[3,1' || fail "$(cat divided/seed-1/result.json)"
