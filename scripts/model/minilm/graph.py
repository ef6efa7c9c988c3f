"""The BERT encoder as an ONNX graph, with float weights or with int8 weights and float activations."""

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

OPSET = 17
IR_VERSION = 8  # the lowest that opset 17 needs: every ONNX Runtime reads it
MASKED = -10000.0  # added to the score of a padding token, as in the original code


# Inputs of an output channel that share a scale. Layer 2 has a channel with weights of up to 190 standard deviations;
# with one scale for all its inputs short texts fall below a cosine of .997 to the float model, with 32 they stay above
# .999.
BLOCK = 32


def quantised(matrix, axis):
    """int8 values and float scales, one scale for all that lies along `axis`; symmetric, so zero stays zero."""
    scales = (np.abs(matrix).max(axis=axis, keepdims=True) / np.float32(127)).astype(np.float32)
    scales[scales == 0] = 1
    return np.clip(np.rint(matrix / scales), -127, 127).astype(np.int8), scales


class Encoder:
    """Builds the graph for one set of tensors; `quantised` chooses how weights are stored, never how they are used."""

    def __init__(self, tensors, config, quantised):
        self.tensors = tensors
        self.config = config
        self.quantised = quantised
        self.nodes = []
        self.initializers = []
        self.constants = {}

    def node(self, operator, inputs, **attributes):
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name, **attributes))
        return name

    def initializer(self, name, array):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def constant(self, value, dtype):
        array = np.array(value, dtype)
        key = f"constant.{array.dtype}.{value}"
        if key not in self.constants:
            self.constants[key] = self.initializer(key, array)
        return self.constants[key]

    def rows_of(self, ids):
        return lambda table: self.node("Gather", [table, ids])

    def first_rows(self, table):
        """As many rows as `input_ids` has tokens: their positions."""
        count = self.node("Shape", ["input_ids"], start=1, end=2)
        return self.node("Slice", [table, self.constant([0], np.int64), count, self.constant([0], np.int64)])

    def dequantised(self, values, scales):
        """ONNX Runtime folds Cast and Mul of constants when it loads the model; it would not fold DequantizeLinear."""
        return self.node("Mul", [self.node("Cast", [values], to=TensorProto.FLOAT), scales])

    def embedding(self, name, choose):
        """Some rows of a table. Quantised: int8 rows and their scales are chosen, so that the whole table is never widened."""
        table = self.tensors[f"{name}.weight"]
        if not self.quantised or len(table) <= 2:  # token types: two rows of which every token takes one
            return choose(self.initializer(name, table))
        values, scales = quantised(table, axis=1)
        return self.dequantised(
            choose(self.initializer(f"{name}.int8", values)), choose(self.initializer(f"{name}.scales", scales))
        )

    def linear(self, name, x):
        """x W + b with W as [inputs, outputs]."""
        weight = self.tensors[f"{name}.weight"].T
        if self.quantised:
            values, scales = quantised(weight.reshape(-1, BLOCK, weight.shape[1]), axis=1)
            blocks = self.dequantised(
                self.initializer(f"{name}.int8", values), self.initializer(f"{name}.scales", scales)
            )
            matrix = self.node("Reshape", [blocks, self.constant(list(weight.shape), np.int64)])
        else:
            matrix = self.initializer(name, weight)
        product = self.node("MatMul", [x, matrix])
        return self.node("Add", [product, self.initializer(f"{name}.bias", self.tensors[f"{name}.bias"])])

    def layer_norm(self, name, x):
        weight, bias = (self.initializer(f"{name}.{part}", self.tensors[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", [x, weight, bias], axis=-1, epsilon=self.config["layer_norm_eps"])

    def heads(self, x, order):
        """[batch, tokens, hidden] -> [batch, head, ...] with the axes of one head in the given order."""
        count = self.config["num_attention_heads"]
        split = self.constant([0, 0, count, self.config["hidden_size"] // count], np.int64)
        return self.node("Transpose", [self.node("Reshape", [x, split])], perm=order)

    def attention(self, name, x, mask):
        query, key, value = (self.linear(f"{name}.self.{part}", x) for part in ("query", "key", "value"))
        products = self.node("MatMul", [self.heads(query, [0, 2, 1, 3]), self.heads(key, [0, 2, 3, 1])])
        head_size = self.config["hidden_size"] // self.config["num_attention_heads"]
        scores = self.node("Add", [self.node("Mul", [products, self.constant(head_size**-0.5, np.float32)]), mask])
        mixed = self.node("MatMul", [self.node("Softmax", [scores], axis=-1), self.heads(value, [0, 2, 1, 3])])
        joined = self.node("Transpose", [mixed], perm=[0, 2, 1, 3])
        flat = self.node("Reshape", [joined, self.constant([0, 0, self.config["hidden_size"]], np.int64)])
        return self.layer_norm(f"{name}.output.LayerNorm", self.node("Add", [self.linear(f"{name}.output.dense", flat), x]))

    def gelu(self, x):
        """x (1 + erf(x / sqrt 2)) / 2, in the order of operations that ONNX Runtime fuses."""
        erf = self.node("Erf", [self.node("Div", [x, self.constant(2**0.5, np.float32)])])
        doubled = self.node("Mul", [x, self.node("Add", [erf, self.constant(1.0, np.float32)])])
        return self.node("Mul", [doubled, self.constant(0.5, np.float32)])

    def feed_forward(self, name, x):
        inner = self.gelu(self.linear(f"{name}.intermediate.dense", x))
        return self.layer_norm(f"{name}.output.LayerNorm", self.node("Add", [self.linear(f"{name}.output.dense", inner), x]))

    def mask(self):
        kept = self.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        padding = self.node("Sub", [self.constant(1.0, np.float32), kept])
        return self.node("Unsqueeze", [self.node("Mul", [padding, self.constant(MASKED, np.float32)]), self.constant([1, 2], np.int64)])

    def model(self):
        words = self.embedding("embeddings.word_embeddings", self.rows_of("input_ids"))
        types = self.embedding("embeddings.token_type_embeddings", self.rows_of("token_type_ids"))
        positions = self.embedding("embeddings.position_embeddings", self.first_rows)
        x = self.node("Add", [self.node("Add", [words, types]), positions])
        x = self.layer_norm("embeddings.LayerNorm", x)
        mask = self.mask()
        for layer in range(self.config["num_hidden_layers"]):
            x = self.attention(f"encoder.layer.{layer}.attention", x, mask)
            x = self.feed_forward(f"encoder.layer.{layer}", x)
        self.nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"], "last_hidden_state"))

        shape = ["batch", "tokens"]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ]
        output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, self.config["hidden_size"]])
        graph = helper.make_graph(self.nodes, "all-MiniLM-L6-v2", inputs, [output], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        model.producer_name = "data-donor"
        checker.check_model(model)
        return model
