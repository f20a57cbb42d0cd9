#!/bin/bash
# A Python user reads a run with numpy and safetensors and gets the same numbers.
# Installs three packages into a folder of its own, so it runs only when asked.
source tests/end_to_end/common.sh "$1"
cd - >/dev/null
python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install -q numpy scipy safetensors
"$FLOW" run examples/moons_icfm.textproto --out "$WORK/run" \
  --set train.steps=1000 --set evaluate.samples=500
"$WORK/venv/bin/python" examples/load_run.py "$WORK/run"
