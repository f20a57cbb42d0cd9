#!/bin/bash
# TensorBoard shows the curves of a run, also of one that was killed and resumed
# behind its last checkpoint. Installs TensorBoard into a folder of its own, so
# it runs only when asked.
source tests/end_to_end/common.sh "$1"
cd - >/dev/null
python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install -q tensorboard
write_experiment "$WORK/small.textproto"
experiment=("$WORK/small.textproto" --set train.steps=900
  --set train.log_every=1 --set train.checkpoint_every=300)

"$FLOW" run "${experiment[@]}" --out "$WORK/whole"
"$WORK/venv/bin/python" tests/manual/read_events.py "$WORK/whole"

"$FLOW" run "${experiment[@]}" --out "$WORK/killed" &
pid=$!
# points behind a checkpoint, which the resumed run makes again
until [ "$(cat "$WORK/killed/metrics.jsonl" 2>/dev/null | wc -l)" -gt 350 ]; do
  kill -0 $pid || fail "the run ended before it was killed"
done
kill -9 $pid
wait $pid || true
"$FLOW" run "${experiment[@]}" --out "$WORK/killed" 2>"$WORK/resumed.txt"
grep -q "going on from step 300" "$WORK/resumed.txt" ||
  fail "it did not resume behind a checkpoint: $(cat "$WORK/resumed.txt")"
"$WORK/venv/bin/python" tests/manual/read_events.py "$WORK/killed"
cmp "$WORK/whole/metrics.jsonl" "$WORK/killed/metrics.jsonl"
