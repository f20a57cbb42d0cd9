"""What is measured against whom: a row for each case.

To add one, add a row here, its program to `data` of //benchmarks/peers:ratios,
and, for another library, a function to peers.py. Rows whose program is not in
`data` are left out, which the table says.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Case:
    group: str  # --only takes them by this
    program: str  # a Google Benchmark program, from the root of the workspace
    name: str  # its case
    peer: str  # as the table calls it
    work: dict  # what peers.py is asked for
    goal: float | None = None  # how many times faster we want to be
    threads: int = 1
    # settings of the peer, of which the fastest counts: added to `work`
    variants: tuple = ({},)
    torch: bool = False  # whether it is PyTorch: two instruction sets are tried


def _assignment(n, d, family, goal):
    return Case("ot", "benchmarks/ot/assignment_benchmark",
                f"Assignment/n:{n}/d:{d}/family:{family}", "ot.emd",
                {"work": "assignment", "n": n, "d": d, "family": family}, goal)


def _sinkhorn(n, reg):
    return Case("ot", "benchmarks/ot/sinkhorn_benchmark",
                f"Sinkhorn/n:{n}/reg:{reg:g}", "ot.sinkhorn",
                {"work": "sinkhorn", "n": n, "reg": reg}, 4)


def _w2(n, goal):
    return Case("ot", "benchmarks/ot/w2_benchmark", f"W2/n:{n}", "ot.emd2",
                {"work": "w2", "n": n}, goal)


def _train_step(width, depth, batch, threads, goal):
    return Case("train", "benchmarks/train/train_step_benchmark",
                f"TrainStep/width:{width}/depth:{depth}/batch:{batch}"
                f"/threads:{threads}", "torchcfm",
                {"work": "train_step", "width": width, "depth": depth,
                 "batch": batch}, goal, threads,
                ({"adam": "fused"}, {"adam": "plain"}), torch=True)


def _ot_cfm(threads, goal):
    return Case("train", "benchmarks/train/ot_cfm_benchmark",
                f"OtCfm/batch:512/threads:{threads}", "torchcfm",
                {"work": "ot_cfm", "batch": 512}, goal, threads,
                ({"adam": "fused"}, {"adam": "plain"}), torch=True)


def _unet_step(dropout_percent, batch, threads):
    return Case("image", "benchmarks/image/network_benchmark",
                f"TrainStep/unet_cifar10/dropout_percent:{dropout_percent}"
                f"/batch:{batch}/threads:{threads}/real_time", "torchcfm",
                {"work": "unet_step", "dropout": dropout_percent / 100,
                 "batch": batch}, 1, threads,
                ({"format": "contiguous_format"}, {"format": "channels_last"}),
                torch=True)


def _euler(points, threads):
    return Case("sample", "benchmarks/sample/sample_benchmark",
                f"Euler100/points:{points}/threads:{threads}", "torchdiffeq",
                {"work": "euler", "points": points}, 5, threads, torch=True)


def _likelihood(dim, threads):
    return Case("likelihood", "benchmarks/likelihood/likelihood_benchmark",
                f"Likelihood/d:{dim}/threads:{threads}", "PyTorch's autograd",
                {"work": "likelihood", "dim": dim}, 5, threads, torch=True)


CASES = [
    *(_assignment(n, 2, family, goal)
      for family, goal in (("gaussian", 6), ("eight_gaussians", 6),
                           ("moons", 6), ("tight_clusters", 3))
      for n in (128, 256, 512, 1024, 2048)),
    *(_assignment(n, 3072, "gaussian", 15) for n in (128, 256, 512, 1024)),
    *(_sinkhorn(n, reg) for n in (256, 512, 1024) for reg in (0.5, 2.0)),
    _w2(1000, None),
    _w2(10000, 15),
    *(_train_step(width, depth, batch, threads, goals[threads - 1])
      for threads in (1, 2)
      for width, depth, batch, goals in ((64, 3, 64, (15, 20)),
                                         (64, 3, 256, (7, 10)),
                                         (64, 3, 512, (None, None)),
                                         (256, 3, 256, (2.7, 3)),
                                         (512, 4, 256, (1.9, 2.4)))),
    _ot_cfm(1, 10),
    _ot_cfm(2, 12),
    *(_unet_step(dropout, batch, threads)
      for batch, threads in ((16, 1), (32, 2)) for dropout in (0, 10)),
    *(_euler(points, threads) for threads in (1, 2)
      for points in (1024, 10000)),
    *(_likelihood(dim, threads) for threads in (1, 2) for dim in (2, 8, 64)),
]
