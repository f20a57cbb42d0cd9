"""Loads a run's weights and points, makes the same points again, and their W2."""
import json, sys
import numpy as np
from safetensors.numpy import load_file
from scipy.optimize import linear_sum_assignment

run, protocol, steps = sys.argv[1], "euler100", 100
weights = list(load_file(f"{run}/stages/01-train_velocity/weights.safetensors").items())
points = np.load(f"{run}/samples/{protocol}.npz")
selu = lambda h: 1.0507009873554805 * np.where(h > 0, h, 1.6732632423543772 * np.expm1(np.minimum(h, 0)))
layer = dict(weights)
def velocity(x, t):
    h = np.concatenate([x, np.full((len(x), 1), t, np.float32)], 1)
    for k in range(len(layer) // 2):
        h = (selu(h) if k else h) @ layer[f"layers.{k}.weight"].T + layer[f"layers.{k}.bias"]
    return h
x = points["source"]
for k in range(steps):
    x = x + velocity(x, k / steps) / steps
cost = ((points["generated"][:, None] - points["target"][None]) ** 2).sum(-1, dtype=np.float64)
w2 = np.sqrt(cost[linear_sum_assignment(cost)].mean())
ours = next(m for m in json.load(open(f"{run}/result.json"))["metrics"] if m["name"] == "w2")["value"]
print(f"largest difference of a point {abs(x - points['generated']).max():.2e}")
print(f"W2 here {w2:.6f}, in result.json {ours:.6f}")
sys.exit(int(abs(x - points["generated"]).max() > 1e-3 or abs(w2 - ours) > 1e-5))
