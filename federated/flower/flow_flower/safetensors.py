"""Arrays under names in a safetensors file, as bytes.

A file is eight bytes of length, little-endian, so many bytes of JSON, which say of
each array its dtype, its shape and where its bytes are, and the bytes.
"""

import dataclasses
import json
import struct


@dataclasses.dataclass
class Tensor:
    dtype: str  # "F32"
    shape: list
    data: bytes


def write(path, tensors):
    """Writes a dict from name to Tensor, in its order."""
    header, offset = {}, 0
    for name, tensor in tensors.items():
        end = offset + len(tensor.data)
        header[name] = {
            "dtype": tensor.dtype,
            "shape": list(tensor.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header).encode()
    # the arrays begin at a multiple of eight bytes
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for tensor in tensors.values():
            file.write(tensor.data)


def read(path):
    """Returns a dict from name to Tensor, in the order of the bytes, and the
    metadata, a dict from text to text."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name in sorted(header, key=lambda n: header[n]["data_offsets"]):
        begin, end = header[name]["data_offsets"]
        tensors[name] = Tensor(
            header[name]["dtype"], header[name]["shape"], data[begin:end]
        )
    return tensors, metadata
