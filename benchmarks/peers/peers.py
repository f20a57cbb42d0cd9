"""Times Python libraries on the work that our benchmarks do.

A server: it reads one JSON object a line from standard input and answers each
with one. `{"prepare": {"work": NAME, ...}}` builds the inputs and answers with
`value`, what the library finds, where there is something to compare; `{"time":
SECONDS}` repeats the work for at least so long and answers with `ms`, the mean
of a repetition. Imports, inputs and the first, slow repetitions are not timed.
"""

import argparse
import json
import resource
import sys
import time
import warnings

import numpy as np

import clouds

warnings.filterwarnings("ignore")


def assignment(n, d, family):
    """ot.emd on the matrix of squared distances, in double as POT wants it."""
    import ot
    costs = clouds.squared_costs(*clouds.point_clouds(family, n, d))
    weights = ot.unif(n)

    def work():
        return ot.emd(weights, weights, costs, numItermax=10**8)

    return work, {"value": float((work() * costs).sum())}


def _least_iterations(costs, reg, tolerance):
    """Sinkhorn's until the columns' marginal is met in total variation."""
    n, kernel = len(costs), np.exp(-costs / reg)
    u = np.full(n, 1 / n)
    for iterations in range(1, 10**5):
        v = 1 / n / (kernel.T @ u)
        u = 1 / n / (kernel @ v)
        if np.abs(v * (kernel.T @ u) - 1 / n).sum() / 2 <= tolerance:
            return iterations
    raise RuntimeError("Sinkhorn's iterations did not converge")


def sinkhorn(n, reg, tolerance=1e-6):
    """ot.sinkhorn with the least number of iterations that meets the tolerance.

    Its own stopping rule is in another norm, and looks every tenth iteration.
    """
    import ot
    costs = clouds.squared_costs(*clouds.point_clouds("eight_gaussians", n, 2))
    weights = ot.unif(n)
    limit = _least_iterations(costs, reg, tolerance)

    def work(**options):
        return ot.sinkhorn(weights, weights, costs, reg, stopThr=0, warn=False,
                           numItermax=limit, **options)

    plan, log = work(log=True)
    # with potentials so that n^2 P = exp((f + g - c) / reg), as core/ot's are
    f = reg * np.log(n * log["u"])
    g = reg * np.log(n * log["v"])
    return work, {
        "value": float(f.mean() + g.mean() - reg * (plan.sum() - 1)),
        "iterations": limit,
        "marginal_error": float(np.abs(plan.sum(0) - 1 / n).sum() / 2),
    }


def w2(n):
    """ot.emd2 alone: the matrix that it is given was made before."""
    import ot
    costs = clouds.squared_costs(*clouds.point_clouds("eight_gaussians", n, 2))
    weights = ot.unif(n)
    # the value is that of the first timed repetition: one takes long enough
    found = {}

    def work():
        found["value"] = float(
            np.sqrt(ot.emd2(weights, weights, costs, numItermax=10**8)))

    return work, found


def _mlp(width, depth, dim=2):
    """[x, t] to a velocity, SELU, `depth` hidden layers."""
    import torch
    sizes = [dim + 1] + [width] * depth
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.SELU()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(width, dim))


def _beside(network):
    """The field of a network that has the time as one more column."""
    import torch
    return lambda t, x: network(torch.cat([x, t[:, None]], 1))


def _matching_step(network, field, matcher, draw, adam):
    """A step of torchcfm's training on the batch that `draw` gives: `network`
    has the parameters, `field` is its velocity at (t, x)."""
    import torch
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3,
                                 fused=adam == "fused")

    def work():
        x0, x1 = draw()
        t, xt, ut = matcher.sample_location_and_conditional_flow(x0, x1)
        loss = torch.mean((field(t, xt) - ut) ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return work


def train_step(width, depth, batch, adam):
    """A step of torchcfm's conditional flow matching between Gaussians."""
    import torch
    from torchcfm.conditional_flow_matching import ConditionalFlowMatcher
    torch.manual_seed(0)

    def draw():
        return torch.randn(batch, 2), torch.randn(batch, 2)

    network = _mlp(width, depth)
    return _matching_step(network, _beside(network),
                          ConditionalFlowMatcher(sigma=0.1), draw, adam), {}


def unet_step(dropout, batch, format):
    """A step on torchcfm's UNet of CIFAR-10, noise to noise."""
    import torch
    from torchcfm.conditional_flow_matching import ConditionalFlowMatcher

    import image_networks
    torch.manual_seed(0)
    layout = getattr(torch, format)
    network = image_networks.make_unet(
        (3, 32), 128, (1, 2, 2, 2), 2, [16], 64, dropout=dropout)
    network = network.to(memory_format=layout)

    def draw():
        return torch.randn(batch, 3, 32, 32), torch.randn(batch, 3, 32, 32)

    def field(t, x):
        return network(t, x.contiguous(memory_format=layout))

    return _matching_step(network, field, ConditionalFlowMatcher(sigma=0),
                          draw, "fused"), {}


def ot_cfm(batch, adam):
    """A step of torchcfm's OT-CFM from noise to eight Gaussians: POT's exact plan,
    pairs drawn from it."""
    import torch
    from torchcfm.conditional_flow_matching import (
        ExactOptimalTransportConditionalFlowMatcher)
    torch.manual_seed(0)
    matcher = ExactOptimalTransportConditionalFlowMatcher(sigma=0.1)
    angles = torch.arange(8) * (torch.pi / 4)
    means = 5 * torch.stack([angles.cos(), angles.sin()], 1)

    def draw():
        x0 = torch.randn(batch, 2)
        x1 = means[torch.randint(8, (batch,))] + torch.randn(batch, 2)
        return x0, x1

    network = _mlp(64, 3)
    return _matching_step(network, _beside(network), matcher, draw, adam), {}


def euler(points, steps=100):
    """torchdiffeq's Euler through torchcfm's MLP of width 64."""
    import torch
    from torchcfm.models.models import MLP
    from torchdiffeq import odeint
    torch.manual_seed(0)
    network = MLP(2, w=64, time_varying=True)
    x = torch.randn(points, 2)
    times = torch.linspace(0, 1, steps + 1)

    def field(t, x):
        return network(torch.cat([x, t.repeat(x.shape[0])[:, None]], 1))

    def work():
        with torch.no_grad():
            return odeint(field, x, times, method="euler")

    return work, {}


def likelihood(dim, points=512, steps=10):
    """State and log-density backwards by RK4, the divergence exactly: a loop of
    autograd over the dimensions."""
    import torch
    torch.manual_seed(0)
    network = _mlp(64, 3, dim).requires_grad_(False)
    start = torch.randn(points, dim)

    def field(t, x):
        x = x.detach().requires_grad_()
        v = network(torch.cat([x, x.new_full((points, 1), t)], 1))
        divergence = torch.zeros(points)
        for k in range(dim):
            gradient, = torch.autograd.grad(v[:, k].sum(), x,
                                            retain_graph=k + 1 < dim)
            divergence += gradient[:, k]
        return v.detach(), divergence

    def work():
        x, change, h = start, torch.zeros(points), -1 / steps
        for k in range(steps):
            t = 1 + k * h
            v1, d1 = field(t, x)
            v2, d2 = field(t + h / 2, x + h / 2 * v1)
            v3, d3 = field(t + h / 2, x + h / 2 * v2)
            v4, d4 = field(t + h, x + h * v3)
            x = x + h / 6 * (v1 + 2 * v2 + 2 * v3 + v4)
            change = change + h / 6 * (d1 + 2 * d2 + 2 * d3 + d4)
        return x, change

    return work, {}


WORK = {
    "assignment": assignment,
    "sinkhorn": sinkhorn,
    "w2": w2,
    "train_step": train_step,
    "ot_cfm": ot_cfm,
    "unet_step": unet_step,
    "euler": euler,
    "likelihood": likelihood,
}


def mean_milliseconds(work, seconds):
    """At least one repetition, and as many as take so long."""
    repetitions, start = 0, time.perf_counter()
    while True:
        work()
        repetitions += 1
        passed = time.perf_counter() - start
        if passed >= seconds:
            return 1e3 * passed / repetitions, repetitions


def serve(threads, warm_up_seconds):
    work, facts = None, {}
    for line in sys.stdin:
        request = json.loads(line)
        if "prepare" in request:
            case = dict(request["prepare"])
            work, facts = WORK[case.pop("work")](**case)
            if warm_up_seconds > 0:
                mean_milliseconds(work, warm_up_seconds)
            answer = {}
        else:
            milliseconds, repetitions = mean_milliseconds(work, request["time"])
            answer = {"ms": milliseconds, "repetitions": repetitions}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**facts, **answer, "peak_MiB": peak}), flush=True)


def versions():
    from importlib.metadata import version
    names = ("numpy", "POT", "torch", "torchcfm", "torchdiffeq")
    found = {name: version(name) for name in names}
    found["Python"] = sys.version.split()[0]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--torch", action="store_true",
                        help="the work needs torch: give it the threads")
    parser.add_argument("--warm-up", type=float, default=0.2,
                        help="seconds before the first time is taken")
    parser.add_argument("--versions", action="store_true")
    args = parser.parse_args()
    if args.versions:
        print(json.dumps(versions()))
        return
    if args.torch:
        import torch
        torch.set_num_threads(args.threads)
    serve(args.threads, args.warm_up)


if __name__ == "__main__":
    main()
