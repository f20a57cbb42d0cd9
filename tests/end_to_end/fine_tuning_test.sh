#!/bin/bash
# Weights of one run as the beginning of another: all of them trained, changes of low
# rank, a proxy, or nothing.
source "$(dirname "$0")/common.sh"

cat >base.textproto <<'EOF'
name: "base"
source { gaussian { dim: 2 } }
target { two_moons {} }
model { mlp { hidden: [16, 16] } }
train { steps: 200 batch: 64 checkpoint_every: 50 log_every: 50 }
evaluate { name: "ode" sampler { euler { steps: 5 } } samples: 200 metric { w2 {} } }
EOF
"$FLOW" run base.textproto --out base --threads 2

weights='weights: "base/stages/01-train_velocity/weights.safetensors"'
tuned() { # NAME WHAT...: another target, from those weights
  local name=$1
  shift
  extended base "$name" 'target { two_moons { scale: 2 } }' "$@"
}
sizes() { # the bytes that clients of the run sent
  sed -n 's/.*"bytes_up": \([0-9]*\),*/\1/p' "$1/result.json" | tail -1
}

# what is evaluated is what is there
extended base nothing "fine_tuning { $weights nothing {} }"
"$FLOW" run nothing.textproto --out nothing --threads 1
cmp base/samples/ode.npz nothing/samples/ode.npz
expect_exit 0 'load_weights' "$FLOW" plan nothing.textproto

# clients send what is trained
two='federation { clients: 2 local { steps: 2 } aggregation { fed_avg {} } }'
for what in 'all {}' 'low_rank { rank: 2 }' 'proxy { keep: 0.25 align_steps: 20 }'; do
  name=${what%% *}
  tuned "$name" "$two" "fine_tuning { $weights $what }"
  "$FLOW" run "$name.textproto" --out "$name" --threads 1
  "$FLOW" run "$name.textproto" --out again --threads 2
  same_run "$name" again
  rm -rf again
done
# 3-16-16-2 as float32, A and B of its three matrices, 3-4-4-2: in 100 rounds of two
# clients
[ "$(sizes all)" = $((200 * 4 * (4 * 16 + 17 * 16 + 17 * 2))) ] || fail "$(sizes all)"
[ "$(sizes low_rank)" = $((200 * 4 * 2 * (3 + 16 + 16 + 16 + 16 + 2))) ] ||
  fail "$(sizes low_rank)"
[ "$(sizes proxy)" = $((200 * 4 * (4 * 4 + 5 * 4 + 5 * 2))) ] || fail "$(sizes proxy)"

# an adapter goes on from a checkpoint, too
sed -e '$a train { steps: 20000 }' low_rank.textproto >small.textproto
"$FLOW" run small.textproto --out long --threads 2
kill_at 01-train_velocity/checkpoint.safetensors
[ "$kills" = 1 ] || fail "the run was killed $kills times"
"$FLOW" run small.textproto --out killed --threads 2
same_run long killed

# a path is relative to the file that names it
mkdir elsewhere
printf '%s\n' 'name: "far"' 'extends: "../nothing.textproto"' >elsewhere/far.textproto
(cd elsewhere && expect_exit 0 fine "$FLOW" check far.textproto)
cp base/stages/01-train_velocity/weights.safetensors here.safetensors
expect_exit 0 fine "$FLOW" check elsewhere/far.textproto \
  --set 'fine_tuning.weights="here.safetensors"'

# the weights are part of what a run is
cp base/stages/01-train_velocity/weights.safetensors first.safetensors
tuned moved 'fine_tuning { weights: "first.safetensors" low_rank {} }'
"$FLOW" run moved.textproto --out moved --threads 1
cp all/stages/01-train_velocity/weights.safetensors first.safetensors
expect_exit 1 'made from other data or by another flow' "$FLOW" run moved.textproto --out moved
tuned wide 'model { mlp { hidden: [17, 16] } }' "fine_tuning { $weights }"
expect_exit 1 "has 'layers.0.weight' of shape \[16, 3\], and the network of \[17, 3\]" \
  "$FLOW" check wide.textproto
