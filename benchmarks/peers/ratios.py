"""How many times faster our programs are than their Python peers.

Ours and the peer's repetitions take turns, round by round, on the same number
of threads, so that what else the machine does hits both. What is quoted is the
median of the rounds' ratios and their range. Where both sides find a value the
two must agree, or nothing is written.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import shlex
import statistics
import subprocess
import sys

from answering import Answering
from cases import CASES
from facts import commit, environment, machine, versions

HERE = pathlib.Path(__file__).resolve().parent
# bazel run starts a program in the folder that its data lie in
ROOT = pathlib.Path.cwd()
AGREEMENT = 1e-6  # of values, relative


class Peer:
    """A process of peers.py with one piece of work, ready to be timed."""

    def __init__(self, python, case, variant, capability):
        command = [python, str(HERE / "peers.py"), f"--threads={case.threads}"]
        if case.torch:
            command.append("--torch")
        # work of many seconds is not repeated to warm up
        warm_up = 0 if case.work["work"] == "w2" else 0.2
        command.append(f"--warm-up={warm_up}")
        self.program = Answering(command,
                                 environment(case.threads, capability))
        self.label = ", ".join(
            [*(f"{value} {key}" for key, value in variant.items()),
             *([capability] if capability else [])])
        self.times = []
        self.facts = self.program.ask({"prepare": {**case.work, **variant}})

    def time(self, seconds):
        self.facts = self.program.ask({"time": seconds})
        self.times.append(self.facts["ms"])

    def close(self):
        self.program.close()


class Ours:
    """A case of a Google Benchmark program."""

    def __init__(self, case):
        self.case = case
        self.times = []
        self.facts = {}

    def time(self, seconds):
        answer = subprocess.run(
            [ROOT / self.case.program, "--benchmark_format=json",
             f"--benchmark_filter=^{re.escape(self.case.name)}$",
             f"--benchmark_min_time={seconds}"],
            check=True, capture_output=True, text=True,
            env=environment(self.case.threads))
        runs = json.loads(answer.stdout or "{}").get("benchmarks", [])
        if len(runs) != 1:
            sys.exit(f"ratios: {self.case.program} has {len(runs)} cases named "
                     f"{self.case.name}")
        self.facts = runs[0]
        scale = {"ns": 1e-6, "us": 1e-3, "ms": 1, "s": 1e3}
        self.times.append(runs[0]["real_time"] * scale[runs[0]["time_unit"]])

    def close(self):
        pass


def check_agreement(case, ours, peer):
    if "value" not in peer.facts:
        return
    expected, found = peer.facts["value"], ours.facts["value"]
    if abs(expected - found) > AGREEMENT * abs(expected):
        sys.exit(f"ratios: {case.name} is {found!r}, and {expected!r} with "
                 f"{case.peer}: not the same problem, or one is wrong")


def measure(case, python, rounds, seconds):
    """Ours and the fastest of the peer's variants, with their times."""
    capabilities = (None, "avx2") if case.torch else (None,)
    peers = [Peer(python, case, variant, capability)
             for variant in case.variants for capability in capabilities]
    ours = Ours(case)
    for k in range(rounds):
        sides = [ours, *peers]
        for side in sides if k % 2 == 0 else reversed(sides):
            side.time(seconds)
    for peer in peers:
        check_agreement(case, ours, peer)
        peer.close()
    return ours, min(peers, key=lambda peer: statistics.median(peer.times))


def number(milliseconds):
    return f"{milliseconds:.3g}" if milliseconds < 100 else f"{milliseconds:.0f}"


def table_row(case, ours, peer):
    ratios = [theirs / mine for theirs, mine in zip(peer.times, ours.times)]
    ratio = statistics.median(ratios)
    name = case.peer + (f" ({peer.label})" if peer.label else "")
    goal, met = "", ""
    if case.goal:
        goal, met = f"{case.goal:g}", "yes" if ratio >= case.goal else "**no**"
    return (f"| {case.name} | {name} | {number(statistics.median(ours.times))} "
            f"| {number(statistics.median(peer.times))} | {ratio:.1f} "
            f"| {min(ratios):.1f} to {max(ratios):.1f} | {goal} | {met} "
            f"| {share(ours)} |")


def share(ours):
    """Of the processor's multiply-adds, as the program counts them."""
    return f"{ours.facts['of_peak']:.0%}" if "of_peak" in ours.facts else ""


def memory_line(case, ours, peer):
    if "peak_MiB" not in ours.facts or "peak_MiB" not in peer.facts:
        return []
    return [f"- {case.name}: at most {ours.facts['peak_MiB']:.0f} MiB, "
            f"{case.peer} {peer.facts['peak_MiB']:.0f} MiB"]


def heading(args, selected):
    threads = sorted({str(case.threads) for case in selected})
    return [
        f"# {args.title}", "",
        f"- command: `bazel run //benchmarks/peers:ratios -- {args.command}`",
        f"- commit: {commit()}, {datetime.date.today()}",
        f"- machine: {machine()}",
        f"- versions: {versions(args.python)}",
        f"- {args.rounds} rounds of at least {args.seconds:g} s a side, in turns;"
        f" {' or '.join(threads)} thread(s); medians in ms, and the median, least"
        " and greatest of the rounds' ratios", "",
        "| case | peer | ours | peer's | ratio | range | goal | met "
        "| of peak |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=os.environ.get("FLOW_PEERS_PYTHON"),
                        help="the Python with requirements.txt installed; "
                        "FLOW_PEERS_PYTHON where not given")
    parser.add_argument("--only", default="", help="a group, as cases.py has "
                        "them, or a regular expression of the names")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.3,
                        help="of each side and round, at least")
    parser.add_argument("--title", default="Against Python libraries")
    parser.add_argument("--output", help="a Markdown file, in place of stdout")
    args = parser.parse_args()
    if not args.python:
        parser.error("name the peers' Python by --python or FLOW_PEERS_PYTHON; "
                     "requirements.txt says what it needs")
    if args.rounds < 5:
        parser.error("five rounds at least: fewer say nothing of the spread")
    # paths of one machine are nobody else's business
    args.command = shlex.join(
        argument for argument in sys.argv[1:]
        if not argument.startswith(("--python", "--output")))
    return args


def main():
    args = parse_arguments()
    chosen = [case for case in CASES
              if case.group == args.only or re.search(args.only, case.name)]
    selected = [case for case in chosen if (ROOT / case.program).exists()]
    for case in chosen:
        if case not in selected:
            print(f"ratios: left out, no program {case.program}: {case.name}",
                  file=sys.stderr)
    lines, memory = heading(args, selected), []
    for case in selected:
        ours, peer = measure(case, args.python, args.rounds, args.seconds)
        lines.append(table_row(case, ours, peer))
        memory += memory_line(case, ours, peer)
        print(lines[-1], file=sys.stderr, flush=True)
    if memory:
        lines += ["", "Peak memory of the processes:", "", *memory]
    text = "\n".join(lines) + "\n"
    if not args.output:
        print(text, end="")
        return
    folder = os.environ.get("BUILD_WORKING_DIRECTORY", ".")
    pathlib.Path(folder, args.output).write_text(text)


if __name__ == "__main__":
    main()
