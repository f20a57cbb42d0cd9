#!/bin/bash
# Images from the program and from files of NumPy: their pictures, what a classifier sees
# in them, and what is refused before anything is trained.
save_halves=$(realpath "$2")
source "$(dirname "$0")/common.sh"

cat >digits.textproto <<'EOF'
name: "digits"
source { gaussian { dim: 64 } }
target { digits {} }
model { mlp { hidden: [32] condition { classes: 10 } } }
train { steps: 40 batch: 64 }
evaluate {
  name: "euler"
  sampler { euler { steps: 4 } }
  samples: 330
  features { digits {} }
  metric { fid {} }
  metric { fid_infinity {} }
  metric { inception_score {} }
  metric { kid { subsets { count: 5 size: 50 } } of_features: true }
  metric { kid {} }
}
EOF
"$FLOW" run digits.textproto --out one --threads 1
"$FLOW" run digits.textproto --out two --threads 2
same_run one two
for picture in generated target trajectory; do
  head -c 4 "one/samples/euler.$picture.png" | grep -aq PNG || fail "no $picture"
  cmp "one/samples/euler.$picture.png" "two/samples/euler.$picture.png"
done
grep -qE "classifier of the digits .[0-9a-f]{8}., 32 features" one/result.json || fail "no label"
grep -q '"name": "kid_of_features"' one/result.json || fail "no kid_of_features"

# the page shows them
"$FLOW" report one --out page.html
grep -q "report" page.html || fail "no page"

# numbers of other features do not compare: they have rows of their own
mkdir -p runs/a/seed-1 runs/b/seed-1
cp one/result.json runs/a/seed-1
sed 's/32 features/33 features/' one/result.json >runs/b/seed-1/result.json
expect_exit 0 ', 33 features; resize: none' "$FLOW" compare runs/a runs/b
[ "$(grep -c '^fid ' output.txt)" = 2 ] || fail "$(cat output.txt)"

# a network that is not there, and one that is none, before anything is trained
extended digits mine 'evaluate {
  name: "euler"
  samples: 330
  features { torch_script { file: "mine.pt" name: "mine" } }
  metric { fid {} }
}'
expect_exit 0 'warning: cannot open .*mine.pt' "$FLOW" check mine.textproto
expect_exit 1 'error: cannot open .*mine.pt' "$FLOW" run mine.textproto --out mine
echo "no network" >mine.pt
expect_exit 1 "mine.pt' is no TorchScript file" "$FLOW" run mine.textproto --out mine
[ ! -e mine/stages/01-train_velocity/weights.safetensors ] || fail "trained before it was refused"

# one that works: two features, whose distance follows from the grey levels of the samples
"$save_halves" mine.pt
"$FLOW" run mine.textproto --out mine --threads 1
"$FLOW" run mine.textproto --out mine2 --threads 2
same_run mine mine2
grep -qE '"mine .[0-9a-f]{8}., 2 features; resize: none' mine/result.json || fail "no label"
python3 - <<'EOF' || fail "another distance"
import array, io, json, math, struct, zipfile

def points(name):
    data = zipfile.ZipFile("mine/samples/euler.npz").read(name + ".npy")
    start = 10 + struct.unpack("<H", data[8:10])[0]
    assert b"'<f4'" in data[:start] and b", 64)" in data[:start], data[:start]
    numbers = array.array("f", data[start:])
    return [numbers[k:k + 64] for k in range(0, len(numbers), 64)]

def moments(images):
    levels = [[int(min(max(127.5 * x + 128, 0), 255)) for x in image] for image in images]
    features = [(sum(l[:32]) / 32, sum(l[32:]) / 32) for l in levels]
    n = len(features)
    mean = [sum(f[i] for f in features) / n for i in (0, 1)]
    return mean, [[sum((f[i] - mean[i]) * (f[j] - mean[j]) for f in features) / (n - 1)
                   for j in (0, 1)] for i in (0, 1)]

def det(s):
    return s[0][0] * s[1][1] - s[0][1] * s[1][0]

(m1, s1), (m2, s2) = moments(points("generated")), moments(points("target"))
product = sum(s1[i][j] * s2[j][i] for i in (0, 1) for j in (0, 1))
root = math.sqrt(product + 2 * math.sqrt(det(s1) * det(s2)))  # tr (S1 S2)^(1/2)
fid = sum((a - b) ** 2 for a, b in zip(m1, m2)) + sum(
    s[i][i] for s in (s1, s2) for i in (0, 1)) - 2 * root
metrics = json.load(open("mine/result.json"))["metrics"]
assert [m["name"] for m in metrics] == ["fid"], metrics
# features are float32, of some 100
assert fid > 1 and abs(metrics[0]["value"] - fid) < 1e-4 * fid, (metrics[0], fid)
EOF

# what a flow on grey levels says of their likelihood, and a potential of images that
# couples it
extended digits coupled 'coupling { semidual {
  potential { conv { channels: [4, 8] } } candidates: 32
  train { steps: 60 batch: 32 log_every: 10 optimizer { adam { learning_rate: 1e-2 } } }
} }
model { mlp { hidden: [32] } }
train { steps: 40 batch: 32 }
evaluate { name: "euler" samples: 40 metric { sliced_w2 {} }
  metric { bits_per_dim { levels: 17 samples: 20 } } }'
"$FLOW" run coupled.textproto --out coupled --threads 1
"$FLOW" run coupled.textproto --out coupled2 --threads 2
same_run coupled coupled2
python3 - <<'EOF' || fail "the potential learnt nothing, or there are no bits"
import json
result = json.load(open("coupled/result.json"))
bits = [m["value"] for m in result["metrics"] if m["name"] == "bits_per_dim"]
assert len(bits) == 1 and 0 < bits[0] < 20, bits
losses = [json.loads(line)["loss"] for line in open("coupled/metrics.jsonl")
          if json.loads(line)["stage"] == "train_potential"]
assert len(losses) == 6 and losses[-1] < losses[0], losses
EOF

# images of NumPy: 40 for training and 12 for the test, of two classes
python3 - <<'EOF'
def npy(path, descr, shape, data):
    header = "{'descr': '%s', 'fortran_order': False, 'shape': %r, }" % (descr, shape)
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as f:
        f.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little"))
        f.write(header.encode() + bytes(data))

for split, n in (("train", 40), ("test", 12)):
    npy(f"{split}_images.npy", "|u1", (n, 3, 4, 4), [(37 * k) % 256 for k in range(48 * n)])
    npy(f"{split}_labels.npy", "|u1", (n,), [k % 2 for k in range(n)])
EOF
cat >arrays.textproto <<'EOF'
name: "arrays"
source { gaussian { dim: 48 } }
target { images { folder: "." format: NPY channels: 3 size: 4 flip: true } }
model {
  unet { channels: 8 multiplier: [1, 2] blocks: 1 head_channels: 4 condition { classes: 2 } }
}
train { steps: 4 batch: 8 }
evaluate { name: "euler" sampler { euler { steps: 2 } } samples: 12 metric { energy_distance {} } }
EOF
"$FLOW" run arrays.textproto --out arrays --threads 1
"$FLOW" run arrays.textproto --out arrays2 --threads 2
same_run arrays arrays2
# the images are part of what a run is
python3 -c 'open("train_labels.npy", "ab").write(b"x")'
expect_exit 1 'train_labels.npy: the npy file must hold one array' "$FLOW" check arrays.textproto
