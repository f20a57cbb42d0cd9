#!/bin/bash
# A chain of blocks that is killed with -9 in a drawing, in a training, in a push and in a
# distillation, each of them on the way, ends in the same bits as one that was left
# alone, and no finished stage is run again.
source "$(dirname "$0")/common.sh"

cat >small.textproto <<'EOF'
name: "small"
source { gaussian { dim: 2 } }
target { image_density { builtin: TREE } }
method {
  local_flow {
    steps { from_data { count: 2 total: 0.3 } }
    pool: 140000
    push { rk4 { steps: 20 } }
    distill { blocks_per_group: 2 train { steps: 400 checkpoint_every: 20 log_every: 50 } }
  }
}
model { mlp { hidden: [32, 32] } }
train { steps: 400 batch: 128 checkpoint_every: 20 log_every: 50 }
evaluate {
  name: "ode"
  sampler { rk4 { steps: 10 } }
  samples: 200
  metric { w2 {} }
  metric { nll {} }
}
evaluate { name: "distilled" sampler { distilled {} } samples: 200 metric { w2 {} } }
EOF
"$FLOW" run small.textproto --out whole --threads 1

# kill_in STAGE FILE: kills the run there, and sees that it was not after the stage
kill_in() {
  kill_at "$1/$2"
  [ ! -e "killed/stages/$1/done.json" ] || fail "$1 had finished"
}
kill_in 01-draw_pool points-00000.safetensors
kill_in 03-train_block_1 checkpoint.safetensors
kill_in 04-push_block_1 points-00000.safetensors
kill_in 07-train_block_3 checkpoint.safetensors
kill_in 08-push_block_3 points-00000.safetensors
kill_in 09-distill_group_1 checkpoint.safetensors
[ "$kills" = 6 ] || fail "the run was killed $kills times"
"$FLOW" run small.textproto --out killed --threads 2 2>resumed.txt
[ "$(grep -c "already done" resumed.txt)" = 8 ] || fail "$(cat resumed.txt)"
grep -q "distill_group_1.*going on from step" resumed.txt ||
  fail "it did not resume: $(cat resumed.txt)"
grep -q '"resumed_at_point": [1-9]' killed/stages/04-push_block_1/done.json ||
  fail "the first push began anew"
same_run whole killed
echo "the same bits after $kills kills"
