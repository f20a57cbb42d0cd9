#!/bin/bash
# Two or three processes, as a launcher would start them, who share every batch: the loss
# curve of one process, the same weights everywhere, the same bits again after a kill, and
# a clear end when one of them goes.
source "$(dirname "$0")/common.sh"
source "$(dirname "$0")/processes.sh"
flag=--batches

cat >base.textproto <<'EOF'
name: "same"
source { gaussian { dim: 2 } }
target { two_moons { points: 500 } }
model { mlp { hidden: [16] } }
train { steps: 60 batch: 32 checkpoint_every: 10 log_every: 1 ema { decay: 0.9 } }
evaluate { name: "ode" sampler { euler { steps: 5 } } samples: 200 metric { w2 {} } }
EOF

# same_curve A B TOLERANCE: the losses of two runs, step by step
same_curve() {
  python3 - "$@" <<'EOF' || fail "the curves of $1 and $2 differ"
import json, sys
a, b = ([json.loads(line) for line in open(run + "/metrics.jsonl")] for run in sys.argv[1:3])
assert len(a) == len(b) > 0, (len(a), len(b))
for one, other in zip(a, b):
    assert (one["stage"], one["step"]) == (other["stage"], other["step"]), (one, other)
    gap = abs(one["loss"] - other["loss"])
    assert gap <= float(sys.argv[3]) * abs(one["loss"]), (one, other)
EOF
}

pairs='coupling { minibatch_ot { exact {} } }'
chain='method { local_flow {
  steps { geometric { first: 0.1 ratio: 1.5 count: 2 } }
  distill { blocks_per_group: 3 }
} }'
reflow='method { flow_matching { reflow { rounds: 1 } } }'
potential='coupling { semidual { potential { mlp { hidden: [8] } } candidates: 64
  train { steps: 30 batch: 32 checkpoint_every: 10 log_every: 1 } } }'
# dropped numbers, hidden labels and gradients by autograd are those of the whole batch
images='source { gaussian { dim: 64 } }
target { digits {} }
model { unet { channels: 32 multiplier: [1, 2] blocks: 1 dropout: 0.2
  condition { classes: 10 drop: 0.3 } } }
train { steps: 6 batch: 10 log_every: 1 }
evaluate { name: "ode" sampler { euler { steps: 2 } } samples: 21 metric { sliced_w2 {} }
  features { digits {} } metric { fid {} } metric { inception_score {} } }
evaluate { name: "sde" sampler { euler_maruyama { steps: 2 } } samples: 21 metric { sliced_w2 {} } }'

# Sums of floats in another order move a loss by some 1e-6 of it, and Adam what follows.
number=0
for settings in "$pairs" "$chain" "$reflow" "$potential"; do
  extended base method "$settings"
  number=$((number + 1))
  "$FLOW" run method.textproto --out here$number --threads 1 2>/dev/null
  processes=$((2 + number % 2))
  begin method there$number
  expect_end 0 0 'result.json' there$number
  for ((rank = 1; rank < processes; rank++)); do
    expect_end $rank 0 '' there$number
    [ ! -s there$number.$rank ] || fail "$(cat there$number.$rank)"
    [ ! -e there$number.process-$rank/result.json ] || fail "rank $rank has a result"
    same_weights there$number there$number.process-$rank
  done
  same_curve here$number there$number 1e-3
  grep -q "\"sharing_batches\": $processes" there$number/result.json ||
    fail "$(cat there$number/result.json)"
done

# the folder of another rank is no run
expect_exit 1 'is the folder of a worker' \
  "$FLOW" run method.textproto --out there$number.process-1

# what the compiler warns of is said once
extended base method "$pairs" "$chain"
begin method warned
expect_end 0 0 'warning: the blocks of' warned
expect_end 1 0 '' warned
[ ! -s warned.1 ] || fail "$(cat warned.1)"

processes=2
printf '%s\n' 'name: "same"' "$images" >images.textproto
"$FLOW" run images.textproto --out here_images --threads 1 2>/dev/null
begin images there_images
expect_end 0 0 'result.json' there_images
expect_end 1 0 '' there_images
same_curve here_images there_images 1e-4
[ ! -e there_images.process-1/samples/ode.npz ] || fail "rank 1 has written samples"
# what both have drawn and measured of these weights one draws and measures, bit by bit
cp -r there_images alone_images
rm -r alone_images/stages/*{sample,evaluate}* alone_images/samples alone_images/result.json
"$FLOW" run images.textproto --out alone_images --threads 1 2>/dev/null
for protocol in ode sde; do
  cmp there_images/samples/$protocol.npz alone_images/samples/$protocol.npz
done
python3 - <<'EOF' || fail "the metrics differ"
import json
there, alone = (json.load(open(run + "_images/result.json"))["metrics"]
                for run in ("there", "alone"))
assert len(there) == 4 and there == alone, (there, alone)
EOF

# both are killed: started anew they go on, to the bits of a run that was not
extended base long 'train { steps: 1500 checkpoint_every: 20 }'
checkpoint=stages/01-train_velocity/checkpoint.safetensors
begin long whole
expect_end 0 0 '' whole
expect_end 1 0 '' whole
begin long killed
await killed/$checkpoint
kill -9 "${pids[@]}"
wait "${pids[@]}" 2>/dev/null || true
[ ! -e killed/result.json ] || fail "the run ended before it could be killed"
begin long killed
expect_end 0 0 'going on from step' killed
expect_end 1 0 '' killed
same_weights whole killed
cmp whole/metrics.jsonl killed/metrics.jsonl
# and once more, when everything is there; rank 1 on another disk, which has nothing
rm -r killed.process-1
begin long killed
expect_end 0 0 'already done' killed
expect_end 1 0 '' killed
same_weights whole killed.process-1

# one of them is killed: the other says so
begin long gone
await gone/$checkpoint
kill -9 "${pids[1]}"
expect_end 0 3 'gradients of the processes at step [0-9]+: a process has gone' gone

# one of them hangs
begin long stopped --patience 2
await stopped/$checkpoint
kill -STOP "${pids[1]}"
expect_end 0 3 'gradients of the processes at step [0-9]+: a process was silent' stopped
kill -9 "${pids[1]}"

extended base tiny 'train { batch: 1 }'
begin tiny tiny
expect_end 0 1 '2 processes share a batch of 1 row; each needs at least one' tiny
expect_end 1 1 'process 1.*2 processes share a batch of 1 row' tiny

extended base clients 'federation { clients: 2 }'
begin clients clients
expect_end 0 1 'the experiment has a federation.*--clients processes is for them' clients
# a GPU of its own for each: the first that it misses is told
begin base gpus --device cuda
expect_end 0 1 'which GPU is this process.s. set LOCAL_RANK' gpus
expect_end 1 1 'set LOCAL_RANK' gpus
LOCAL_RANK=0 begin base gpus --device cuda
expect_end 0 3 'a GPU needs libtorch_cuda.so' gpus
expect_end 1 3 'a GPU needs libtorch_cuda.so' gpus
expect_exit 1 '^flow run: --batches processes needs a launcher that starts two processes' \
  "$FLOW" run base.textproto --out none --batches processes
expect_exit 2 'two ways to use the same processes' \
  "$FLOW" run base.textproto --batches processes --clients processes
