#!/bin/bash
# The clients of a federation in processes of their own, as a launcher would start them:
# the same bits as in one process, whatever the method; and when one of three is killed
# with -9, or stopped, its clients drop out, or the run says why it cannot go on. Nobody
# hangs.
source "$(dirname "$0")/common.sh"
source "$(dirname "$0")/processes.sh"
processes=3 flag=--clients

cat >base.textproto <<'EOF'
name: "same"
source { gaussian { dim: 2 } }
target { two_moons { points: 500 } }
model { mlp { hidden: [16] } }
train { steps: 60 batch: 32 checkpoint_every: 10 log_every: 10 }
federation { clients: 5 }
evaluate {
  name: "ode"
  sampler { euler { steps: 5 } }
  samples: 200
  metric { w2 {} }
  metric { worst_client_w2 {} }
}
EOF

metrics() {
  python3 -c 'import json, sys
result = json.load(open(sys.argv[1] + "/result.json"))
print(result["metrics"], result["communication"])' "$1"
}

local_steps='federation {
  aggregation { scaffold {} }
  local { steps: 3 optimizer { sgd { learning_rate: 0.05 } } }
}'
chain='method { local_flow {
  steps { geometric { first: 0.1 ratio: 1.5 count: 2 } }
  distill { blocks_per_group: 3 }
} }'
potential='coupling { semidual { potential { mlp { hidden: [8] } } candidates: 64
  train { steps: 30 batch: 32 checkpoint_every: 10 log_every: 10 } } }'
reflow='method { flow_matching { reflow { rounds: 1 } } }'
# from what the first of these runs has left
first='weights: "here1/stages/01-train_velocity/weights.safetensors"'
low_rank="fine_tuning { $first low_rank { rank: 2 } }
federation { aggregation { fed_avg {} } links { to_server: [0, 1, 2, 3, 4] rate: 1e6 } }"
proxy="fine_tuning { $first proxy { keep: 0.5 align_steps: 10 } }"
top_k='federation { compression { top_k { fraction: 0.2 } } }'

# the same bits, and workers that leave without a word
number=0
for settings in '' "$local_steps" "$chain" "$potential" "$reflow" \
  "$low_rank" "$proxy"; do
  extended base method "$settings"
  number=$((number + 1))
  "$FLOW" run method.textproto --out here$number --threads 1 2>/dev/null
  begin method there$number
  expect_end 0 0 'result.json' there$number
  for rank in 1 2; do
    expect_end $rank 0 '' there$number
    [ ! -s there$number.$rank ] || fail "$(cat there$number.$rank)"
    [ ! -e there$number.process-$rank/result.json ] || fail "a worker has a result"
    same_weights there$number.process-$rank there$number
  done
  same_weights here$number there$number
  diff <(metrics here$number) <(metrics there$number)
done

# the folder of a worker is no run
expect_exit 1 'is the folder of a worker' \
  "$FLOW" run method.textproto --out there$number.process-1

# a worker that can say why it fails ends the run: its folder has another plan
extended base other 'train { steps: 61 }'
"$FLOW" run other.textproto --out torn.process-1 2>/dev/null
begin method torn
expect_end 0 1 'worker 1.*holds a run of another plan' torn
expect_end 1 1 'process 1.*holds a run of another plan' torn
expect_end 2 '1 2 3' 'process 2.*the server' torn

# what a worker made of the weights of a lost run is made again: of others here, for
# which another seed stands
extended base method "$chain"
rm -r there3
"$FLOW" run method.textproto --out other3 --threads 1 --seed 2 2>/dev/null
for made in other3/stages/0[2-9]-*; do
  cp -r "$made" there3.process-1/stages/
done
sed -i '/^{/a\ "served": true,' there3.process-1/stages/*/done.json
begin method there3
expect_end 0 0 'result.json' there3
same_weights here3 there3

# of rounds that last until somebody has done something to a worker
extended base long 'train { steps: 3000 checkpoint_every: 20 }'
checkpoint=stages/01-train_velocity/checkpoint.safetensors
dropped() {
  grep -qE '"clients_dropped": [1-9]' "$1/result.json" || fail "$(cat "$1/result.json")"
}

begin long killed
await killed/$checkpoint
kill -9 "${pids[2]}"
expect_end 0 0 'warning.*worker 2.*the clients of process 2 count as dropped' killed
expect_end 1 0 '' killed
dropped killed
grep -q '"worker 2 has gone' killed/result.json || fail "$(cat killed/result.json)"

begin long stopped --patience 2
await stopped/$checkpoint
kill -STOP "${pids[1]}"
expect_end 0 0 'warning.*worker 1.*the clients of process 1 count as dropped' stopped
expect_end 2 0 '' stopped
dropped stopped
kill -CONT "${pids[1]}"
expect_end 1 '1 2 3' 'process 1.*the server' stopped

# too few are left: a clean end of everybody
extended base strict 'train { steps: 3000 checkpoint_every: 20 }' \
  'federation { participation { min_clients: 4 } }'
begin strict strict
await strict/$checkpoint
kill -9 "${pids[1]}"
expect_end 0 '1 2 3' '2 of 5 clients answered in time in round [0-9]+, and 4 must' strict
expect_end 2 '1 2 3' 'process 2.*the server' strict

# the server is killed: the workers say so, and all of them started anew go on
extended base again 'train { steps: 400 checkpoint_every: 20 }' "$top_k"
"$FLOW" run again.textproto --out whole --threads 1 2>/dev/null
begin again again
await again/$checkpoint
kill -9 "${pids[0]}"
wait "${pids[0]}" 2>/dev/null || true
if [ ! -e again/result.json ]; then
  expect_end 1 '1 2 3' 'process 1.*the server' again
  expect_end 2 '1 2 3' 'process 2.*the server' again
fi
begin again again
expect_end 0 0 'going on from step|already done' again
expect_end 1 0 '' again
same_weights whole again
diff <(metrics whole) <(metrics again)
# and once more, when everything is there already
begin again again
expect_end 0 0 'already done' again
expect_end 2 0 '' again

expect_exit 1 'needs a launcher that starts two processes' \
  "$FLOW" run base.textproto --out none --clients processes
sed '/^federation/d' base.textproto >alone.textproto
sed -i '/worst_client_w2/d' alone.textproto
expect_exit 1 'no federation, and so no clients' \
  "$FLOW" run alone.textproto --out none --clients processes
cat >suite.textproto <<'EOF'
# proto-file: flowlang/schema/suite.proto
# proto-message: flow.Suite
name: "suite"
member { label: "a" file: "base.textproto" }
member { label: "b" file: "long.textproto" }
seeds: [1]
EOF
expect_exit 2 'for one experiment, and this is a suite' \
  "$FLOW" run suite.textproto --out none --clients processes
