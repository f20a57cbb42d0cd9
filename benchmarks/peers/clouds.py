"""The clouds of benchmarks/ot/point_clouds.h, number by number."""

import numpy as np

_X, _Y, _X_MODE, _Y_MODE = 1, 2, 3, 4


def _uniform(stream, k):
    """Number k of a stream on [0, 1), for an array k."""
    z = np.uint64(stream << 40) + np.asarray(k, dtype=np.uint64)
    z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)) * 2.0**-53


def _normal(stream, k):
    k = np.asarray(k, dtype=np.uint64)
    two, one = np.uint64(2), np.uint64(1)
    radius = np.sqrt(-2 * np.log(1 - _uniform(stream, two * k)))
    return radius * np.cos(2 * np.pi * _uniform(stream, two * k + one))


def _origin(n):
    return np.zeros((n, 2))


def _ring(mode, n, radius):
    angle = np.pi / 4 * np.floor(8 * _uniform(mode, np.arange(n)))
    return radius * np.stack([np.cos(angle), np.sin(angle)], 1)


def _moons(mode, n):
    angle = np.pi * _uniform(mode, 2 * np.arange(n))
    upper = _uniform(mode, 2 * np.arange(n) + 1) < 0.5
    cosine, sine = 3 * np.cos(angle), 3 * np.sin(angle)
    return np.where(upper[:, None], np.stack([cosine - 1, sine - 1], 1),
                    np.stack([2 - cosine, 0.5 - sine], 1))


def _cloud(stream, centres, dim, deviation):
    n = len(centres)
    points = deviation * _normal(stream, np.arange(n * dim)).reshape(n, dim)
    points[:, :2] += centres
    return points.astype(np.float32)


def point_clouds(family, n, dim):
    """x and y, float32 [n, dim] each."""
    wide = np.sqrt(0.1)
    source, target = {
        "gaussian": lambda: ((_origin(n), 1), (_origin(n), 1)),
        "eight_gaussians": lambda: ((_origin(n), 1),
                                    (_ring(_Y_MODE, n, 5), wide)),
        "moons": lambda: ((_ring(_X_MODE, n, 5), wide),
                          (_moons(_Y_MODE, n), 0.6)),
        "tight_clusters": lambda: ((_ring(_X_MODE, n, 1), 1e-3),
                                   (_ring(_Y_MODE, n, 1), 1e-3)),
    }[family]()
    return (_cloud(_X, source[0], dim, source[1]),
            _cloud(_Y, target[0], dim, target[1]))


def squared_costs(x, y):
    """|x_i - y_j|^2 summed in double, rounded to float32, as a double array."""
    costs = np.zeros((len(x), len(y)))
    if x.shape[1] <= 8:
        for k in range(x.shape[1]):
            costs += np.subtract.outer(x[:, k].astype(float), y[:, k]) ** 2
    else:
        # the squares are large and the differences between them are not small
        x, y = x.astype(float), y.astype(float)
        costs += (x * x).sum(1)[:, None] + (y * y).sum(1) - 2 * x @ y.T
    return costs.astype(np.float32).astype(float)
