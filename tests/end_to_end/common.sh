# What the end-to-end tests share: source it with the path of `flow` as $1.
set -euo pipefail
FLOW=$(realpath "$1")
WORK=$(mktemp -d "${TEST_TMPDIR:-/tmp}/flow.XXXXXX")
cd "$WORK"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# expect_exit CODE PATTERN COMMAND...: the exit code, and a line of the output.
expect_exit() {
  local code=$1 pattern=$2 status=0
  shift 2
  "$@" >output.txt 2>&1 || status=$?
  [ "$status" = "$code" ] ||
    fail "exit code $status instead of $code: $*"$'\n'"$(cat output.txt)"
  grep -qE "$pattern" output.txt ||
    fail "no line matches '$pattern': $*"$'\n'"$(cat output.txt)"
}

# result.json without what may differ: timings, and where it was made.
comparable() {
  sed -e '/"environment": {/,/}/d' -e '/wall_seconds/d' \
    -e '/steps_per_second/d' -e '/samples_per_second/d' \
    -e '/peak_memory_mb/d' "$1/result.json"
}

same_run() {
  diff <(comparable "$1") <(comparable "$2") || fail "$1 and $2 differ"
  cmp "$1"/metrics.jsonl "$2"/metrics.jsonl
  local file
  for file in "$1"/samples/*.npz "$1"/stages/*/*.safetensors; do
    cmp "$file" "$2/${file#"$1"/}"
  done
}

# extended BASE NAME TEXT...: NAME.textproto is BASE.textproto and these settings
extended() {
  local base=$1 name=$2
  shift 2
  printf '%s\n' 'name: "same"' "extends: \"$base.textproto\"" "$@" >"$name.textproto"
}

# same_weights A B: all networks of two runs
same_weights() {
  local found=0 weights
  for weights in "$1"/stages/*/weights.safetensors; do
    cmp "$weights" "$2${weights#"$1"}" || fail "$1 and $2 differ in $weights"
    found=$((found + 1))
  done
  [ "$found" -gt 0 ] || fail "$1 has no weights"
}

write_experiment() {
  cat >"$1" <<'EOF'
name: "small"
source { gaussian { dim: 2 } }
target { two_moons { scale: 2 } }
path { linear { sigma: 0.1 } }
coupling { minibatch_ot { exact {} pairing: RESAMPLE } }
model { mlp { hidden: [32, 32] activation: SELU } }
train {
  steps: 120
  batch: 300
  checkpoint_every: 20
  log_every: 20
  ema { decay: 0.9 }
  schedule { warmup_cosine { warmup: 10 } }
}
evaluate {
  name: "euler"
  sampler { euler { steps: 20 } }
  samples: 300
  metric { w2 {} }
  metric { w1 {} }
  metric { sliced_w2 {} }
  metric { mmd {} }
  metric { energy_distance {} }
  metric { path_energy {} }
  metric { npe {} }
  metric { straightness {} }
  metric { nfe {} }
}
evaluate { name: "dopri5" samples: 200 metric { w2 {} } metric { nfe {} } }
EOF
}

# kill_at FILE: runs small.textproto into `killed` and ends it as soon as FILE of
# its stages is there; counts the kills.
kills=0
kill_at() {
  "$FLOW" run small.textproto --out killed --threads 1 &
  local pid=$!
  while kill -0 $pid 2>/dev/null; do
    if [ -e "killed/stages/$1" ]; then
      kill -9 $pid && kills=$((kills + 1))
      break
    fi
  done
  wait $pid 2>/dev/null || true
}
