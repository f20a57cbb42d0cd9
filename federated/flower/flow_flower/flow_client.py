"""`flow client`, as a process, and weights between it and Flower."""

import pathlib
import subprocess
import tempfile

import numpy as np
from flwr.app import Array, ArrayRecord

from flow_flower import safetensors


def train(flow, experiment, client=0, server_round=0, weights=None):
    """Weights after the client's local steps in the round (from 0), and what is
    known of them; without `weights` the initial ones, not trained.

    Weights are an ArrayRecord. RuntimeError with what `flow client` says where it
    fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        command = [flow, "client", experiment, "--out", folder / "client"]
        command += ["--client", str(client), "--round", str(server_round)]
        if weights is not None:
            safetensors.write(folder / "weights", to_tensors(weights))
            command += ["--weights", folder / "weights"]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        tensors, metadata = safetensors.read(
            folder / "client" / "update.safetensors"
        )
    return to_arrays(tensors), metadata


def to_arrays(tensors):
    arrays = ArrayRecord()
    for name, tensor in tensors.items():
        assert tensor.dtype == "F32", "weights are single precision"
        values = np.frombuffer(tensor.data, "<f4").reshape(tensor.shape)
        arrays[name] = Array(values)
    return arrays


def to_tensors(arrays):
    # a strategy may have computed in double precision
    return {
        name: safetensors.Tensor(
            "F32", list(array.shape), array.numpy().astype("<f4").tobytes()
        )
        for name, array in arrays.items()
    }
