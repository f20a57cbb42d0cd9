#!/bin/bash
# A run that is killed with -9 again and again ends in the same bits as one that
# was left alone, and finished stages are not run again.
source "$(dirname "$0")/common.sh"

write_experiment small.textproto
"$FLOW" run small.textproto --out whole --threads 1

checkpoint=killed/stages/01-train_velocity/checkpoint.safetensors
kills=0
for attempt in 1 2 3; do
  "$FLOW" run small.textproto --out killed --threads 1 &
  pid=$!
  # until a new checkpoint is there, then at once
  while kill -0 $pid 2>/dev/null; do
    if [ -e "$checkpoint" ] &&
      [ "$(stat -c %i "$checkpoint")" != "${inode:-none}" ]; then
      kill -9 $pid && kills=$((kills + 1))
      break
    fi
  done
  wait $pid 2>/dev/null || true
  inode=$(stat -c %i "$checkpoint")
  [ ! -e killed/result.json ] || break
done
[ "$kills" -ge 1 ] || fail "the run was never killed"
"$FLOW" run small.textproto --out killed --threads 2 2>resumed.txt
grep -q "going on from step" resumed.txt || fail "it did not resume: $(cat resumed.txt)"
same_run whole killed

"$FLOW" run small.textproto --out killed --threads 1 2>finished.txt
[ "$(grep -c "already done" finished.txt)" = 5 ] || fail "$(cat finished.txt)"
same_run whole killed
echo "the same bits after $kills kills"
