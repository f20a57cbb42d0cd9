#!/bin/bash
# Two rounds of reflow and a distilled step: a run that is killed while it makes
# pairs, and again while it trains on them, ends in the same bits as one that was
# left alone, and its paths are straighter.
source "$(dirname "$0")/common.sh"

cat >small.textproto <<'EOF'
name: "small"
source { gaussian { dim: 2 } }
target { eight_gaussians { std: 0.5 } }
model { mlp { hidden: [32, 32] } }
train { steps: 400 batch: 128 checkpoint_every: 50 log_every: 50 }
method {
  flow_matching {
    reflow { rounds: 2 pairs: 70000 sampler { euler { steps: 20 } } distill {} }
  }
}
evaluate {
  name: "ode"
  sampler { rk4 { steps: 10 } }
  samples: 200
  metric { w2 {} }
  metric { transport_cost {} }
  metric { straightness {} }
  metric { marginal_error {} }
  metric { round_trip_error {} }
  metric { precision {} }
  metric { recall {} }
  metric { kid {} }
}
evaluate { name: "distilled" sampler { distilled {} } samples: 200 metric { w2 {} } }
EOF
"$FLOW" run small.textproto --out whole --threads 1

kill_at 02-make_pairs_1/pairs-00000.safetensors
kill_at 05-train_reflow_2/checkpoint.safetensors
[ "$kills" = 2 ] || fail "the run was killed $kills times"
"$FLOW" run small.textproto --out killed --threads 2 2>resumed.txt
grep -q "train_reflow_2.*going on from step" resumed.txt ||
  fail "it did not resume: $(cat resumed.txt)"
same_run whole killed

# of the flow that made the pairs of each round
straightness=$(grep -o '"straightness": [0-9.e-]*' whole/result.json |
  grep -o '[0-9.e-]*$')
[ "$(sort -gr <<<"$straightness" | head -1)" = "$(head -1 <<<"$straightness")" ] ||
  fail "no paths are straighter than the first: $straightness"
echo "the same bits after $kills kills"
