#!/usr/bin/env python3
"""`flow client`: two clients and an average in this file come, to a millionth, to the
weights that `flow run` comes to; and what cannot be asked of a client is said."""

import json
import os
import struct
import subprocess
import sys

sys.path.insert(0, "federated/flower")
from flow_flower import safetensors  # noqa: E402

FLOW = os.path.abspath(sys.argv[1])
os.chdir(os.environ["TEST_TMPDIR"])

EXPERIMENT = """
name: "same"
source { gaussian { dim: 2 } }
target { two_moons { points: 499 } }
coupling { minibatch_ot { exact {} } }
model { mlp { hidden: [16, 16] } }
train { steps: 15 batch: 32 schedule { warmup_cosine { warmup: 2 } } }
federation {
  clients: 2
  partition { dirichlet { alpha: 0.5 } }
  local { steps: 5 optimizer { adam { learning_rate: 0.01 } } }
  aggregation { fed_avg {} proximal_mu: 0.1 }
}
evaluate { name: "ode" sampler { euler { steps: 5 } } samples: 200 metric { w2 {} } }
"""


def flow(*words):
    return subprocess.run(
        [FLOW, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def client(*words):
    done = flow("client", "fed.textproto", *words)
    assert done.returncode == 0, done.stderr
    return safetensors.read(words[words.index("--out") + 1] + "/update.safetensors")


def floats(tensor):
    return struct.unpack(f"<{len(tensor.data) // 4}f", tensor.data)


def mean(updates):
    weights = [float(known["num_examples"]) for _, known in updates]
    result = {}
    for name, like in updates[0][0].items():
        columns = zip(*(floats(tensors[name]) for tensors, _ in updates))
        values = [
            sum(w * x for w, x in zip(weights, column)) / sum(weights)
            for column in columns
        ]
        result[name] = safetensors.Tensor(
            like.dtype, like.shape, struct.pack(f"<{len(values)}f", *values)
        )
    return result


def same_as_run():
    assert flow("run", "fed.textproto", "--out", "here").returncode == 0
    weights, known = client("--out", "initial")
    assert known["steps"] == "0" and "loss" not in known, known
    for server_round in range(3):
        safetensors.write("weights", weights)
        updates = [
            client("--out", f"c{i}", "--client", str(i), "--weights", "weights",
                   "--round", str(server_round))
            for i in range(2)
        ]
        assert updates[0][1]["steps"] == "5", updates[0][1]
        shares = [float(known["num_examples"]) for _, known in updates]
        assert shares[0] != shares[1] and abs(sum(shares) - 1) < 1e-12, shares
        weights = mean(updates)
    here, _ = safetensors.read("here/stages/01-train_velocity/weights.safetensors")
    assert here.keys() == weights.keys()
    worst = max(
        abs(x - y)
        for name in here
        for x, y in zip(floats(here[name]), floats(weights[name]))
    )
    moved, _ = safetensors.read("initial/update.safetensors")
    way = max(
        abs(x - y)
        for name in here
        for x, y in zip(floats(here[name]), floats(moved[name]))
    )
    assert worst < 1e-6 < 1e-2 < way, (worst, way)
    safetensors.write("joined", weights)


def w2_of(run):
    with open(run + "/result.json") as file:
        return json.load(file)["metrics"][0]["value"]


def is_evaluated():
    """What another program's server has made of the answers, by `flow run`."""
    with open("evaluated.textproto", "w") as file:
        file.write('name: "evaluated" extends: "fed.textproto" '
                   'fine_tuning { weights: "joined" nothing {} }\n')
    done = flow("run", "evaluated.textproto", "--out", "evaluated")
    assert done.returncode == 0, done.stderr
    # weights that are the same to a millionth lead nearly to the same points
    assert abs(w2_of("evaluated") - w2_of("here")) < 1e-4


def sends_adapters():
    """Clients of an experiment that trains changes of low rank send these alone."""
    with open("low_rank.textproto", "w") as file:
        file.write('name: "low_rank" extends: "fed.textproto" '
                   'fine_tuning { weights: "joined" low_rank { rank: 2 } }\n')
    for words in [("--out", "a0"), ("--out", "a1", "--weights", "a0/update.safetensors")]:
        done = flow("client", "low_rank.textproto", *words)
        assert done.returncode == 0, done.stderr
    start, _ = safetensors.read("a0/update.safetensors")
    update, _ = safetensors.read("a1/update.safetensors")
    assert start.keys() == update.keys()
    assert set(start) == {f"layers.{k}.weight.lora_{m}" for k in range(3) for m in "AB"}
    assert start["layers.1.weight.lora_A"].shape == [2, 16]
    b = "layers.1.weight.lora_B"
    assert not any(floats(start[b])) and any(floats(update[b]))


def refused(pattern, *words):
    done = flow("client", *words)
    assert done.returncode in (1, 2), done
    assert pattern in done.stderr, done.stderr


def says_what_cannot_be():
    out = ("--out", "no")
    refused("--out is missing", "fed.textproto")
    refused("there are the clients 0 to 1; got 2", "fed.textproto", *out,
            "--client", "2")
    refused("there are the rounds 0 to 2; got 3", "fed.textproto", *out,
            "--round", "3")
    with open("other", "wb") as file:
        file.write(b"no weights")
    done = flow("client", "fed.textproto", *out, "--weights", "other")
    assert done.returncode != 0 and "other" in done.stderr, done.stderr
    safetensors.write("fewer", {"a": safetensors.Tensor("F32", [1], b"\0\0\0\0")})
    refused("'fewer' has weights of another network", "fed.textproto", *out,
            "--weights", "fewer")
    for settings, pattern in {
        "compression { int8 {} }": "compression, client-level privacy and a secure",
        "topology { ring {} }": "must be a star",
        'module { parameters: "layers.0" owner: LOCAL }': "parts that clients keep",
        "privacy { record_level { noise_multiplier: 1 } } } "
        "coupling { independent {} ": "privacy of records counts the rounds",
        "aggregation { scaffold {} } local { optimizer { sgd { learning_rate: 0.1 } } "
        "}": "they send control variates too",
    }.items():
        with open("bad.textproto", "w") as file:
            file.write('name: "bad" extends: "fed.textproto" federation { %s }\n'
                       % settings)
        refused(pattern, "bad.textproto", *out)
    with open("alone.textproto", "w") as file:
        file.write(EXPERIMENT[: EXPERIMENT.index("federation")]
                   + EXPERIMENT[EXPERIMENT.index("evaluate"):])
    refused("this experiment has no federation", "alone.textproto", *out)
    with open("chain.textproto", "w") as file:
        file.write('name: "bad" extends: "fed.textproto" coupling { independent {} } '
                   "method { local_flow { steps { geometric { first: 0.1 count: 1 } "
                   "} } }\n")
    refused("trains in several stages", "chain.textproto", *out)


with open("fed.textproto", "w") as file:
    file.write(EXPERIMENT)
same_as_run()
is_evaluated()
sends_adapters()
says_what_cannot_be()
