#!/bin/bash
# One plan and seed give the same bits for one and two threads and across
# processes; another seed gives others.
source "$(dirname "$0")/common.sh"

write_experiment small.textproto
for run in "one 1" "two 2" "again 2"; do
  set -- $run
  "$FLOW" run small.textproto --out "$1" --threads "$2"
done
same_run one two
same_run two again

"$FLOW" run small.textproto --out other --threads 2 --seed 2
if cmp -s one/samples/euler.npz other/samples/euler.npz; then
  fail "two seeds gave the same points"
fi
echo "same bits for 1 and 2 threads"
