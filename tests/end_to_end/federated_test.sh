#!/bin/bash
# Federations: one client is no federation, to the bit, whatever the method; threads
# change nothing; and a run that is killed with -9 in the potential and in the flow goes
# on to the same bits.
source "$(dirname "$0")/common.sh"

cat >alone.textproto <<'EOF'
name: "same"
source { gaussian { dim: 2 } }
target { two_moons { points: 500 } }
coupling { minibatch_ot { exact {} } }
model { mlp { hidden: [16] } }
train { steps: 40 batch: 32 checkpoint_every: 10 log_every: 10 }
evaluate { name: "ode" sampler { euler { steps: 5 } } samples: 200 metric { w2 {} } }
EOF
chain='method { local_flow {
  steps { geometric { first: 0.1 ratio: 1.5 count: 2 } }
  distill { blocks_per_group: 3 }
} }'
potential='coupling { semidual { potential { mlp { hidden: [8] } } candidates: 64
  train { steps: 30 batch: 32 checkpoint_every: 10 log_every: 10 } } }'
one='federation { clients: 1 }'
two='federation { clients: 2 partition { by_label {} } }'

for method in '' "$chain" "$potential"; do
  extended alone without "$method"
  extended alone with "$method" "$one"
  rm -rf without with
  "$FLOW" run without.textproto --out without --threads 1
  "$FLOW" run with.textproto --out with --threads 2
  same_weights without with
done

# a chain over two clients, each with its part of the pool
extended alone chain "$chain" "$two"
"$FLOW" run chain.textproto --out chain --threads 2
grep -q '"clients_answered": 320' chain/result.json || fail "$(cat chain/result.json)"

extended alone shared "$potential" "$two" \
  'evaluate { name: "ode" sampler { euler { steps: 5 } } samples: 200
     metric { w2 {} } metric { worst_client_w2 {} } }'
"$FLOW" run shared.textproto --out whole --threads 1
cat whole/result.json | grep -q '"by_client"' || fail "no client is told of"
"$FLOW" run shared.textproto --out threads --threads 2
same_run whole threads

# killed in both trainings; residuals of what was not sent go on as well
sed -e 's/steps: 30/steps: 3000/' -e '$a train { steps: 2000 }' \
  -e 's/federation {/& compression { top_k { fraction: 0.3 } }/' \
  shared.textproto >small.textproto
"$FLOW" run small.textproto --out long --threads 1
for stage in 01-train_potential 02-train_velocity; do
  kill_at "$stage/checkpoint.safetensors"
  [ ! -e "killed/stages/$stage/done.json" ] || fail "$stage had finished"
done
[ "$kills" = 2 ] || fail "the run was killed $kills times"
"$FLOW" run small.textproto --out killed --threads 2 2>resumed.txt
grep -q "train_velocity.*going on from step" resumed.txt ||
  fail "it did not resume: $(cat resumed.txt)"
same_run long killed

# record-level privacy, from the file: what the plan promises for an even partition is
# what the run reports, and the noise is in the weights and not in the threads
records='federation { clients: 2 local { steps: 2 } aggregation { fed_avg {} }'
extended alone plain 'coupling { independent {} }' "$records }" 'train { batch: 25 }'
extended alone private 'coupling { independent {} }' \
  "$records privacy { record_level { noise_multiplier: 2 } } }" 'train { batch: 25 }'
for run in plain private; do
  "$FLOW" run $run.textproto --out $run --threads 1
done
"$FLOW" run private.textproto --out private2 --threads 2
same_run private private2
! cmp -s plain/stages/*/weights.safetensors private/stages/*/weights.safetensors ||
  fail "the noise is not in the weights"
promised=$("$FLOW" plan private.textproto | sed -n 's/.*epsilon \([0-9.]*\) at.*/\1/p')
reported=$(sed -n 's/.*"epsilon": \([0-9.]*\),*/\1/p' private/result.json | head -1)
[ -n "$promised" ] && [ "$promised" = "$(printf %.3g "$reported")" ] ||
  fail "the plan says epsilon '$promised', the run '$reported'"
