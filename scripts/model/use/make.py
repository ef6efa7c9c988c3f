"""Makes the files of the second model and its reference embeddings.

make.py MESSAGES TARGET: writes the model into TARGET/model, and the messages that the JSON file MESSAGES holds, each with the
embedding that the graph of the source gives it, into TARGET/embeddings.json.
"""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime_extensions import get_library_path
from tokenizers import Tokenizer

from graph import Encoder
from tokenizer import read_pieces, tokenizer_json
from weights import Weights, read_source

MAX_TOKENS = 256


def write_json(path, value, **style):
    path.write_bytes((json.dumps(value, ensure_ascii=False, **style) + "\n").encode())


def source_embeddings(source, messages):
    """By the graph of the source as it is: its own tokenizer, its own table, activations quantised."""
    options = onnxruntime.SessionOptions()
    options.register_custom_ops_library(get_library_path())
    session = onnxruntime.InferenceSession(source.SerializeToString(), options)
    return [session.run(["outputs"], {"inputs": [message]})[0][0] for message in messages]


def embed(model, tokenizer, text):
    ids = np.array([tokenizer.encode(text).ids], np.int64)
    return model.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0, 0]


def main(messages_path, directory):
    source = read_source()
    pieces = read_pieces(source)
    target = directory / "model"
    (target / "onnx").mkdir(parents=True, exist_ok=True)
    write_json(target / "tokenizer.json", tokenizer_json(pieces, MAX_TOKENS), separators=(",", ":"))
    # transformers.js chooses its code by these names. This network has no part of BERT in it.
    config = {"model_type": "bert", "architectures": ["BertModel"], "hidden_size": 512, "vocab_size": len(pieces)}
    write_json(target / "config.json", config, indent=2)
    names = {"unk_token": pieces[0][0], "bos_token": pieces[1][0], "eos_token": pieces[2][0], "pad_token": pieces[0][0]}
    tokenizer_config = {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": MAX_TOKENS, **names}
    write_json(target / "tokenizer_config.json", tokenizer_config, indent=2)
    content = Encoder(Weights(source), len(pieces)).model().SerializeToString(deterministic=True)
    (target / "onnx" / "model_quantized.onnx").write_bytes(content)

    entries = json.loads(messages_path.read_bytes())
    messages = [entry["text"] for entry in entries]
    reference = source_embeddings(source, messages)
    tokenizer = Tokenizer.from_file(str(target / "tokenizer.json"))
    model = onnxruntime.InferenceSession(content)
    cosines = [float(embed(model, tokenizer, text) @ vector) for text, vector in zip(messages, reference)]
    print(f"Cosine to the source over {len(messages)} messages: mean {np.mean(cosines):.5f}, smallest {min(cosines):.5f}")
    write_json(
        directory / "embeddings.json",
        [
            {**entry, "embedding": base64.b64encode(vector.astype("<f4").tobytes()).decode()}
            for entry, vector in zip(entries, reference)
        ],
        indent=2,
    )


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
