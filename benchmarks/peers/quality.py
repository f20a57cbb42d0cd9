"""How long a training takes until its points are so good, ours and torchcfm's.

Both train the same network by the same recipe from a normal law to two moons, for
several numbers of steps and seeds, in turns. What both generate is measured by one
program, POT's exact W2, with which our own W2 must agree. Every training becomes
the folder of a run, the peer's as well, so that `flow report` draws them.
"""

import argparse
import datetime
import json
import math
import os
import pathlib
import shlex
import statistics
import subprocess
import sys

from answering import Answering
from facts import HERE, commit, environment, machine, versions

ROOT = pathlib.Path.cwd()
FLOW = ROOT / "flowlang/cli/flow"
PROTOCOL = "euler100"
METHODS = {"icfm": "I-CFM", "otcfm": "OT-CFM"}
AGREEMENT = 1e-4  # of W2, relative


class Peer(Answering):
    """A process of quality_peer.py."""

    def __init__(self, python, threads, capability):
        super().__init__(
            [python, str(HERE / "quality_peer.py"), f"--threads={threads}"],
            environment(threads, capability))
        self.capability = capability


def fastest_peer(args):
    """Of the instruction sets that PyTorch may use, by a short training."""
    peers = [Peer(args.python, args.threads, capability)
             for capability in (None, "avx2")]
    scratch = str(pathlib.Path(args.out, "warm_up.npz"))
    work = dict(method="icfm", seed=0, samples=100, out=scratch)
    for peer in peers:
        peer.ask({"steps": 100, **work})  # what is slow once
        peer.seconds = peer.ask({"steps": 1000, **work})["seconds"]
    best = min(peers, key=lambda peer: peer.seconds)
    for peer in peers:
        if peer is not best:
            peer.close()
    os.remove(scratch)
    return best


def folder(args, method, side, steps, seed):
    path = pathlib.Path(args.out, method, f"{side},train.steps={steps}",
                        f"seed-{seed}")
    path.mkdir(parents=True, exist_ok=True)
    return path


def found_in(out):
    """What an earlier call left there, so that a long one can be taken up again."""
    if not (out / "result.json").exists():
        return None
    result = json.loads((out / "result.json").read_text())
    return {
        "seconds": sum(stage["wall_seconds"] for stage in result["stages"]
                       if stage["kind"] == "train_velocity"),
        "w2": next(metric["value"] for metric in result["metrics"]
                   if metric["name"] == "w2"),
    }


def train_ours(args, method, steps, seed, peer):
    out = folder(args, method, "flowlang", steps, seed)
    if (found := found_in(out)) is not None:
        return found
    experiment = f"benchmarks/reference_2d/normal_to_moons_{method}.textproto"
    subprocess.run(
        [FLOW, "run", ROOT / experiment, f"--out={out}", f"--seed={seed}",
         f"--set=train.steps={steps}", f"--set=evaluate.samples={args.samples}",
         f"--threads={args.threads}"],
        check=True, capture_output=True, env=environment(args.threads))
    found = found_in(out)
    theirs = peer.ask({"w2": str(out / "samples" / f"{PROTOCOL}.npz")})["w2"]
    if abs(found["w2"] - theirs) > AGREEMENT * theirs:
        sys.exit(f"quality: W2 of the points in {out} is {found['w2']}, and "
                 f"{theirs} by POT: one is wrong")
    return found


def train_peer(args, method, steps, seed, peer):
    out = folder(args, method, "torchcfm", steps, seed)
    if (found := found_in(out)) is not None:
        return found
    (out / "samples").mkdir(exist_ok=True)
    found = peer.ask({"method": method, "steps": steps, "seed": seed,
                      "samples": args.samples,
                      "out": str(out / "samples" / f"{PROTOCOL}.npz")})
    (out / "result.json").write_text(json.dumps({
        "experiment": f"torchcfm_{method}", "seed": seed, "status": "finished",
        "metrics": [{"name": "w2", "protocol": PROTOCOL, "value": found["w2"],
                     "n": args.samples, "nfe": 100, "lower_is_better": True}],
        "stages": [{"name": "train_velocity", "kind": "train_velocity",
                    "wall_seconds": found["seconds"], "steps": steps}],
        "environment": {"threads": args.threads, "device": "cpu"},
    }))
    return found


class Curve:
    """Seconds and W2 over seeds, at growing numbers of steps."""

    def __init__(self, steps):
        self.found = {count: [] for count in steps}

    def seconds(self, steps):
        return statistics.mean(run["seconds"] for run in self.found[steps])

    def w2(self, steps):
        return statistics.mean(run["w2"] for run in self.found[steps])

    def spread(self, steps):
        return statistics.stdev(run["w2"] for run in self.found[steps])

    def time_to(self, w2):
        """Where the line through the means, both logarithmic, first meets it;
        none before the first number of steps or behind the last."""
        before = None
        for steps in self.found:
            here = math.log(self.seconds(steps)), math.log(self.w2(steps))
            if here[1] <= math.log(w2):
                if before is None:
                    return None
                share = (before[1] - math.log(w2)) / (before[1] - here[1])
                return math.exp(before[0] + share * (here[0] - before[0]))
            before = here
        return None


def measure(args, method, peer):
    ours, theirs = Curve(args.steps), Curve(args.steps)
    for turn, seed in enumerate(args.seeds):
        for steps in args.steps:
            sides = [(train_ours, ours), (train_peer, theirs)]
            for train, curve in sides if turn % 2 == 0 else reversed(sides):
                curve.found[steps].append(
                    train(args, method, steps, seed, peer))
            print(f"{method} {steps} steps, seed {seed}: "
                  f"{ours.found[steps][-1]} {theirs.found[steps][-1]}",
                  file=sys.stderr, flush=True)
    return ours, theirs


def curve_table(ours, theirs, args):
    lines = ["| steps | ours, s | W2 | torchcfm, s | W2 | ratio of seconds |",
             "| --- | --- | --- | --- | --- | --- |"]
    for steps in args.steps:
        lines.append(
            f"| {steps} | {ours.seconds(steps):.3g} "
            f"| {ours.w2(steps):.3f} ± {ours.spread(steps):.3f} "
            f"| {theirs.seconds(steps):.3g} "
            f"| {theirs.w2(steps):.3f} ± {theirs.spread(steps):.3f} "
            f"| {theirs.seconds(steps) / ours.seconds(steps):.1f} |")
    return lines


def goal_table(ours, theirs, args):
    lines = ["| W2 to reach | ours, s | torchcfm, s | ratio |",
             "| --- | --- | --- | --- |"]
    for w2 in args.w2:
        times = ours.time_to(w2), theirs.time_to(w2)
        ratio = f"{times[1] / times[0]:.1f}" if None not in times else "–"
        shown = ["–" if time is None else f"{time:.3g}" for time in times]
        lines.append(f"| {w2:g} | {shown[0]} | {shown[1]} | {ratio} |")
    return lines


def draw(args, method):
    page = pathlib.Path(args.out, f"{method}.html")
    subprocess.run([FLOW, "report", pathlib.Path(args.out, method),
                    f"--out={page}",
                    f"--title={METHODS[method]}: quality by time"],
                   check=True, capture_output=True)
    print(f"quality: {page}", file=sys.stderr)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=os.environ.get("FLOW_PEERS_PYTHON"),
                        help="the Python with requirements.txt installed; "
                        "FLOW_PEERS_PYTHON where not given")
    parser.add_argument("--out", required=True, help="a folder for the runs")
    parser.add_argument("--methods", nargs="+", default=list(METHODS),
                        choices=METHODS)
    parser.add_argument("--steps", nargs="+", type=int,
                        default=[125, 250, 500, 1000, 2000])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--w2", nargs="+", type=float, default=[.5, .45, .4, .35])
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    if not args.python:
        parser.error("name the peers' Python by --python or FLOW_PEERS_PYTHON; "
                     "requirements.txt says what it needs")
    if len(args.seeds) < 2 or args.steps != sorted(set(args.steps)):
        parser.error("two seeds at least, and growing numbers of steps")
    args.command = shlex.join(
        argument for argument in sys.argv[1:]
        if not argument.startswith(("--python", "--out")))
    args.out = pathlib.Path(os.environ.get("BUILD_WORKING_DIRECTORY", "."),
                            args.out)
    args.out.mkdir(parents=True, exist_ok=True)
    return args


def main():
    args = parse_arguments()
    lines = [
        "# Quality by time, against torchcfm", "",
        f"- command: `bazel run //benchmarks/peers:quality -- {args.command}`",
        f"- commit: {commit()}, {datetime.date.today()}",
        f"- machine: {machine()}",
        f"- versions: {versions(args.python)}",
        f"- {len(args.seeds)} seeds, in turns, {args.threads} thread(s); seconds "
        f"of training alone; W2 of {args.samples} points, mean ± standard "
        "deviation over seeds",
    ]
    peer = fastest_peer(args)
    lines.append(f"- PyTorch with {peer.capability or 'what it chooses'}, the "
                 "faster here")
    for method in args.methods:
        ours, theirs = measure(args, method, peer)
        lines += ["", f"## {METHODS[method]}", "",
                  *curve_table(ours, theirs, args), "",
                  *goal_table(ours, theirs, args)]
        draw(args, method)
    text = "\n".join(lines) + "\n"
    pathlib.Path(args.out, "quality.md").write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main()
