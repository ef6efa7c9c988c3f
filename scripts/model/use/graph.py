"""Universal Sentence Encoder multilingual v3 as a plain ONNX graph: int8 weights, float activations."""

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from weights import NGRAMS

OPSET = 17
IR_VERSION = 8  # the lowest that opset 17 needs: every ONNX Runtime reads it
EPSILON = 1e-12
# The most frequent tokens: few rows of the word table, large values, and some of them stand in every text.
FREQUENT = 4096
# How coarse the levels of a row are. Finer ones come nearer to the source and make the zipped file larger.
FREQUENT_COARSENESS, COARSENESS = 0.2, 0.38


def widths_of(table, coarseness, highest):
    """
    Width of a level for each row. It grows with the root of the row's size: for the same zipped bytes the least similar texts then
    come nearer to the source than with one width for all rows. Widths are quarter powers of two, of which there are few, so
    that they zip well; only rows with an outlier have their own, so that no level is above `highest`.
    """
    size = np.sqrt((table.astype(np.float64) ** 2).mean(axis=1, keepdims=True))
    widths = np.exp2(np.rint(4 * np.log2(coarseness * np.sqrt(size))) / 4)
    largest = np.abs(table).max(axis=1, keepdims=True)
    return np.maximum(widths, largest / (highest + 0.49)).astype(np.float32)


def word_tables(table):
    """
    The word table as int8 levels of the frequent rows, levels of the others from -8 to 7, packed two to a byte, and the width of a
    level of every row. Packed rows halve the file, and deflate finds no useless repetitions in them.
    """
    frequent, other = table[:FREQUENT], table[FREQUENT:]
    widths = np.concatenate([widths_of(frequent, FREQUENT_COARSENESS, 127), widths_of(other, COARSENESS, 7)])
    levels = np.rint(table / widths).astype(np.int8)
    shifted = (levels[FREQUENT:] + 8).astype(np.uint8)
    half = shifted.shape[1] // 2
    return levels[:FREQUENT], shifted[:, :half] + 16 * shifted[:, half:], widths


class Encoder:
    """Builds the graph: one layer of words, three stacks of two convolutions over 2, 3 and 5 tokens, four dense layers."""

    def __init__(self, weights, vocabulary):
        self.weights = weights
        self.vocabulary = vocabulary
        self.nodes = []
        self.initializers = []

    def node(self, operator, *inputs, **attributes):
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name, **attributes))
        return name

    def initializer(self, name, array):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def constant(self, value, dtype):
        array = np.array(value, dtype)
        name = f"constant.{array.dtype}.{value}"
        known = any(tensor.name == name for tensor in self.initializers)
        return name if known else self.initializer(name, array)

    def vector(self, name):
        return self.initializer(name, self.weights.vector(name).astype(np.float32))

    def dequantised(self, values, scale):
        """ONNX Runtime folds Cast and Mul of constants when it loads the model; it would not fold DequantizeLinear."""
        return self.node("Mul", self.node("Cast", values, to=TensorProto.FLOAT), scale)

    def matrix(self, name, shape=lambda values: values):
        values, scale = self.weights.matrix(name)
        return self.dequantised(self.initializer(name, shape(values)), self.initializer(f"{name}.scale", scale))

    def words(self):
        """Rows of the table; only the chosen ones are widened to float."""
        frequent, packed, widths = word_tables(self.weights.words(self.vocabulary))
        first = self.constant(FREQUENT, np.int64)
        low = self.node("Min", "input_ids", self.constant(FREQUENT - 1, np.int64))
        high = self.node("Max", self.node("Sub", "input_ids", first), self.constant(0, np.int64))
        known = self.node("Gather", self.initializer("words.frequent", frequent), low)
        bytes_ = self.node("Cast", self.node("Gather", self.initializer("words.packed", packed), high), to=TensorProto.FLOAT)
        upper = self.node("Floor", self.node("Div", bytes_, self.constant(16, np.float32)))
        lower = self.node("Sub", bytes_, self.node("Mul", upper, self.constant(16, np.float32)))
        unpacked = self.node("Sub", self.node("Concat", lower, upper, axis=-1), self.constant(8, np.float32))
        is_frequent = self.node("Unsqueeze", self.node("Less", "input_ids", first), self.constant([2], np.int64))
        levels = self.node("Where", is_frequent, self.node("Cast", known, to=TensorProto.FLOAT), unpacked)
        return self.node("Mul", levels, self.node("Gather", self.initializer("words.widths", widths), "input_ids"))

    def layer_norm(self, name, x):
        gamma, beta = (self.vector(f"{name}/LayerNorm/{part}") for part in ("gamma", "beta"))
        return self.node("LayerNormalization", x, gamma, beta, axis=-1, epsilon=EPSILON)

    def convolution(self, name, width, x, mask):
        """x + relu(conv(x)) over [batch, channels, tokens]; a window of even width looks ahead."""
        matrix = self.matrix(f"{name}/weights", lambda values: values.reshape(width, 256, 256).transpose(2, 1, 0))
        before = (width - 1) // 2
        pads = [before, width - 1 - before]
        found = self.node("Conv", x, matrix, self.vector(f"{name}/bias"), pads=pads, kernel_shape=[width])
        return self.node("Mul", self.node("Add", self.node("Relu", found), x), mask)

    def ngrams(self, width, words, mask):
        name = f"CNN_layers/ngram_order_{width}"
        dense = f"{name}/input_size_projection/dense"
        x = self.node("Add", self.node("MatMul", words, self.matrix(f"{dense}/kernel")), self.vector(f"{dense}/bias"))
        x = self.node("Mul", self.node("Transpose", self.layer_norm(name, x), perm=[0, 2, 1]), mask)
        for layer in (f"Ngram-{width}-Conv", f"Ngram-{width}-Conv_1"):
            x = self.convolution(f"{name}/{layer}", width, x, mask)
        return self.node("Transpose", x, perm=[0, 2, 1])

    def mean(self, x, mask):
        """Sum over the tokens, through the last dense layer of the convolutions, divided by the root of their number."""
        tokens = self.constant([1], np.int64)
        total = self.node("ReduceSum", self.node("Mul", x, mask), tokens, keepdims=0)
        count = self.node("ReduceSum", mask, tokens, keepdims=0)
        bias = self.node("Mul", count, self.vector("CNN_layers/dense/bias"))
        summed = self.node("Add", self.node("MatMul", total, self.matrix("CNN_layers/dense/kernel")), bias)
        return self.node("Div", summed, self.node("Sqrt", count))

    def residual(self, x):
        def dense(layer, value):
            return self.node("MatMul", value, self.matrix(f"DNN/ResidualHidden_{layer}/dense/kernel"))

        def adjusted(layer, value):
            return self.node("MatMul", value, self.matrix(f"DNN/ResidualHidden_{layer}/AdjustDepth/projection/kernel"))

        first = self.node("Relu", dense(0, x))
        second = self.node("Relu", self.node("Add", adjusted(1, x), dense(1, first)))
        third = self.node("Relu", dense(2, second))
        return self.node("Tanh", self.node("Add", adjusted(3, second), dense(3, third)))

    def model(self):
        kept = self.node("Cast", "attention_mask", to=TensorProto.FLOAT)
        mask = self.node("Unsqueeze", kept, self.constant([2], np.int64))
        channels_first = self.node("Transpose", mask, perm=[0, 2, 1])
        words = self.node("Mul", self.words(), mask)
        parts = [words, *(self.ngrams(width, words, channels_first) for width in NGRAMS)]
        x = self.layer_norm("CNN_layers", self.node("Concat", *parts, axis=-1))
        x = self.residual(self.mean(x, mask))
        x = self.node("Div", x, self.node("ReduceL2", x, axes=[1], keepdims=1))
        # One row, so that the mean over rows of the other model is this very vector.
        self.nodes.append(
            helper.make_node("Unsqueeze", [x, self.constant([1], np.int64)], ["last_hidden_state"], "last_hidden_state")
        )

        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", 1, 512])
        graph = helper.make_graph(self.nodes, "use-multilingual-v3", inputs, [output], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        model.producer_name = "data-donor"
        checker.check_model(model)
        return model
