#!/bin/bash
# A real SuperLink and two SuperNodes of Flower train three rounds by FedAvg with
# `flow client`; the weights are those of `flow run` to a millionth. Needs Flower:
#
#   python3 -m venv venv && venv/bin/pip install flwr==1.41.0 numpy
#   PATH=$PWD/venv/bin:$PATH tools/bazel test --test_env=PATH //federated/flower:flower_test
set -euo pipefail
FLOW=$(realpath "$1")
APP=$(realpath "$(dirname "$0")")
WORK=$(mktemp -d "${TEST_TMPDIR:-/tmp}/flower.XXXXXX")
cd "$WORK"
command -v flwr >/dev/null || {
  echo "Flower is missing: the head of $0 says how to get it" >&2
  exit 1
}

fail() {
  echo "FAILED: $*" >&2
  tail -n 20 ./*.log >&2
  exit 1
}

cat >fed.textproto <<'EOF'
name: "same"
source { gaussian { dim: 2 } }
target { two_moons { points: 500 } }
model { mlp { hidden: [16, 16] } }
train { steps: 15 batch: 32 }
federation {
  clients: 2
  partition { dirichlet { alpha: 0.5 } }
  local { steps: 5 optimizer { sgd { learning_rate: 0.05 } } }
  aggregation { fed_avg {} }
}
evaluate { name: "ode" sampler { euler { steps: 5 } } samples: 200 metric { w2 {} } }
EOF
"$FLOW" run fed.textproto --out here --threads 1 2>here.log

# Flower installs the app from a folder that it may write into
cp -rL "$APP" app
export FLWR_HOME=$WORK/home FLWR_TELEMETRY_ENABLED=0 FLWR_DISABLE_UPDATE_CHECK=1
export PYTHONPATH=$WORK/app
ports=($(python3 -c 'import socket
sockets = [socket.socket() for _ in range(5)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])'))
mkdir -p "$FLWR_HOME"
cat >"$FLWR_HOME/config.toml" <<EOF
[superlink]
default = "here"
[superlink.here]
address = "127.0.0.1:${ports[0]}"
insecure = true
EOF

started=()
trap 'kill "${started[@]}" 2>/dev/null || true' EXIT
flower-superlink --insecure --host 127.0.0.1 --port "${ports[0]}" \
  --disable-runtime-dependency-installation >superlink.log 2>&1 &
started+=($!)
sleep 5
for client in 0 1; do
  flower-supernode --insecure --superlink "127.0.0.1:${ports[0]}" --host 127.0.0.1 \
    --port "${ports[$((client + 3))]}" \
    --node-config "partition-id=$client flow='$FLOW' experiment='$WORK/fed.textproto'" \
    >"supernode$client.log" 2>&1 &
  started+=($!)
done
timeout 240 flwr run app here --stream --run-config \
  "flow='$FLOW' experiment='$WORK/fed.textproto' rounds=3 out='$WORK/weights.safetensors'" \
  >run.log 2>&1 || fail "flwr run ended with $?"
[ -e weights.safetensors ] || fail "no weights came out"

python3 - <<'EOF' || fail "the weights differ"
import struct

from flow_flower import safetensors

there, _ = safetensors.read("weights.safetensors")
here, _ = safetensors.read("here/stages/01-train_velocity/weights.safetensors")
assert there.keys() == here.keys(), (list(there), list(here))
worst = 0
for name, tensor in here.items():
    count = len(tensor.data) // 4
    a = struct.unpack(f"<{count}f", tensor.data)
    b = struct.unpack(f"<{count}f", there[name].data)
    worst = max(worst, *(abs(x - y) for x, y in zip(a, b)))
print(f"{len(here)} tensors, at most {worst:.2g} apart")
assert worst < 1e-6, worst
EOF
