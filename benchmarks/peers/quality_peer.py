"""torchcfm's training from a normal law to two moons, for quality.py.

A server: each line of standard input is a JSON object {"method", "steps", "seed",
"samples", "out"}. It trains, generates and measures, writes generated and target
points to `out`, a file of NumPy, and answers with {"seconds", "w2"}, the seconds
of training alone. {"w2": FILE} answers with W2 of such a file.
"""

import argparse
import json
import sys
import time
import warnings

import numpy as np
import ot
import torch
from torchcfm.conditional_flow_matching import (
    ConditionalFlowMatcher, ExactOptimalTransportConditionalFlowMatcher)
from torchdiffeq import odeint

warnings.filterwarnings("ignore")

MATCHERS = {
    "icfm": ConditionalFlowMatcher,
    "otcfm": ExactOptimalTransportConditionalFlowMatcher,
}
BATCH = 512
EULER_STEPS = 100


def two_moons(count):
    """Two half circles with noise, of which none is made in the time measured."""
    angle = torch.pi * torch.rand(count)
    upper = torch.rand(count) < .5
    x = torch.where(upper, angle.cos(), 1 - angle.cos())
    y = torch.where(upper, angle.sin(), .5 - angle.sin())
    points = torch.stack([x, y], 1) + .05 * torch.randn(count, 2)
    return 2 * points - torch.tensor([1., 0.])


def velocity_network():
    layers, sizes = [], [3, 64, 64, 64]
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.SELU()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(64, 2))


def train(network, matcher, steps):
    """Seconds of so many steps on batches of points that were made before."""
    pool = two_moons(200000)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3,
                                  weight_decay=1e-5, fused=True)
    begun = time.perf_counter()
    for _ in range(steps):
        x1 = pool[torch.randint(len(pool), (BATCH,))]
        t, xt, ut = matcher.sample_location_and_conditional_flow(
            torch.randn(BATCH, 2), x1)
        loss = torch.mean((network(torch.cat([xt, t[:, None]], 1)) - ut) ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return time.perf_counter() - begun


@torch.no_grad()
def generate(network, count):
    def field(t, x):
        return network(torch.cat([x, t.repeat(len(x))[:, None]], 1))
    times = torch.linspace(0, 1, EULER_STEPS + 1)
    return odeint(field, torch.randn(count, 2), times, method="euler")


def w2_of(path):
    """Exactly, of equal weights."""
    with np.load(path) as arrays:
        a = arrays["generated"].astype(np.float64)
        b = arrays["target"].astype(np.float64)
    return float(np.sqrt(ot.emd2([], [], ot.dist(a, b), numItermax=10**7)))


def run(method, steps, seed, samples, out):
    torch.manual_seed(seed)
    np.random.seed(seed)  # torchcfm draws pairs by NumPy's
    network = velocity_network()
    seconds = train(network, MATCHERS[method](sigma=0.1), steps)
    states = generate(network, samples)
    lines = states[:: EULER_STEPS // 20, :200]
    np.savez(out, source=states[0], generated=states[-1],
             target=two_moons(samples), trajectory=lines,
             trajectory_time=np.linspace(0, 1, len(lines)))
    return {"seconds": seconds, "w2": w2_of(out)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    torch.set_num_threads(parser.parse_args().threads)
    for line in sys.stdin:
        request = json.loads(line)
        answer = ({"w2": w2_of(request["w2"])} if "w2" in request
                  else run(**request))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
