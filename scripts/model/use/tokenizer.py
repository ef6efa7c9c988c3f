"""The tokenizer of the source, read from its ONNX file: a sentencepiece model (Unigram) as a tokenizer.json."""

import struct

METASPACE = "\u2581"
UNKNOWN, FIRST, LAST = 0, 1, 2  # <unk>, <s>, </s>


def fields(content):
    """Numbers and values of the fields of one protocol buffer message."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = content[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(content):
        key = varint()
        number, kind = key >> 3, key & 7
        if kind == 0:
            yield number, varint()
        elif kind in (2, 5):
            size = varint() if kind == 2 else 4
            yield number, content[at : at + size]
            at += size
        else:
            raise ValueError(f"sentencepiece model: unknown wire type {kind}")


def read_pieces(source):
    """Pieces with their scores, in the order of their ids."""
    node = next(node for node in source.graph.node if node.op_type == "SentencepieceTokenizer")
    model = next(attribute.s for attribute in node.attribute if attribute.name == "model")
    pieces = [dict(fields(value)) for number, value in fields(model) if number == 1]
    return [(piece[1].decode(), struct.unpack("<f", piece[2])[0]) for piece in pieces]


def tokenizer_json(pieces, most_tokens):
    """
    Sentencepiece normalises by a table (nmt_nfkc) that transformers.js does not read. The steps below do the same: control
    characters go, other spaces become spaces, NFKC, runs of spaces become one.
    """
    first, last = pieces[FIRST][0], pieces[LAST][0]

    def special(index):
        flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
        return {"id": index, "content": pieces[index][0], **flags, "special": True}

    def replaced(characters, content):
        return {"type": "Replace", "pattern": {"Regex": characters}, "content": content}

    def template(*parts):
        return [
            {"Sequence": {"id": part, "type_id": 0}} if part in "AB" else {"SpecialToken": {"id": part, "type_id": 0}}
            for part in parts
        ]

    spaces = {"type": "Metaspace", "replacement": METASPACE, "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "truncation": {"max_length": most_tokens, "strategy": "LongestFirst", "stride": 0},
        "padding": None,
        "added_tokens": [special(index) for index in (UNKNOWN, FIRST, LAST)],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                replaced("[\\u0000-\\u0008\\u000b\\u000e-\\u001f\\u007f\\u008f\\u009f]", ""),
                replaced(
                    "[\\u0009\\u000a\\u000c\\u000d\\u1680\\u200b-\\u200f\\u2028\\u2029\\u2581\\ufeff\\ufffd]", " "
                ),
                {"type": "NFKC"},
                replaced(" {2,}", " "),
                {"type": "Strip", "strip_left": True, "strip_right": True},
            ],
        },
        "pre_tokenizer": spaces,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": template(first, "A", last),
            "pair": template(first, "A", last, "B", last),
            "special_tokens": {
                piece: {"id": piece, "ids": [index], "tokens": [piece]} for index, piece in ((FIRST, first), (LAST, last))
            },
        },
        "decoder": spaces,
        "model": {
            "type": "Unigram",
            "unk_id": UNKNOWN,
            "vocab": [[piece, round(score, 4)] for piece, score in pieces],
            "byte_fallback": False,
        },
    }
