"""Worked documents of the protocol, by an implementation of its own.

python3 protocol.py > protocol.json

Standard library only. Canonical JSON: the documents hold ASCII keys and numbers that Python and RFC 8785 write alike.
Ed25519 after the reference of RFC 8032, section 6.
"""

import base64
import hashlib
import json
import struct

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    return P - x if x & 1 != sign else x


GY = 4 * pow(5, P - 2, P) % P
GX = recover_x(GY, 0)
G = (GX, GY, 1, GX * GY % P)


def add(a, b):
    e1 = (a[1] - a[0]) * (b[1] - b[0]) % P
    e2 = (a[1] + a[0]) * (b[1] + b[0]) % P
    e3 = 2 * a[3] * b[3] * D % P
    e4 = 2 * a[2] * b[2] % P
    e, f, g, h = e2 - e1, e4 - e3, e4 + e3, e2 + e1
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


def expand(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little")
    return (scalar & ((1 << 254) - 8)) | (1 << 254), digest[32:]


def public_key(seed):
    return compress(multiply(expand(seed)[0], G))


def sign(seed, message):
    scalar, prefix = expand(seed)
    public = compress(multiply(scalar, G))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    big_r = compress(multiply(r, G))
    k = int.from_bytes(hashlib.sha512(big_r + public + message).digest(), "little") % L
    return big_r + ((r + k * scalar) % L).to_bytes(32, "little")


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signed(name, seed, document):
    text = canonical(document)
    return {
        "name": name,
        "document": document,
        "canonical": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "signature": base64url(sign(seed, text.encode())),
    }


def single(values):
    return struct.unpack("<f", struct.pack("<f", values))[0]


def embeddings(rows):
    scales = [single(max(abs(value) for value in row) / 127) for row in rows]
    data = b"DDE1" + struct.pack("<II", len(rows), len(rows[0]))
    data += b"".join(struct.pack("<f", scale) for scale in scales)
    for row, scale in zip(rows, scales):
        data += bytes(round(value / scale) & 0xFF for value in row)
    return data


def batch(media_type, data):
    return {"mediaType": media_type, "hex": data.hex(), "sha256": hashlib.sha256(data).hexdigest()}


SEED = bytes(range(32))
OTHER = bytes(range(32, 64))
KEY = base64url(public_key(SEED))
TEXTS = ["Dinner at eight?", "The train was late again."]
texts_batch = batch("application/json", canonical(TEXTS).encode())
ROWS = [[0.6, -0.8, 0.0], [0.28, 0.0, -0.96]]
embeddings_batch = batch("application/octet-stream", embeddings(ROWS))

words = {
    "name": "commute",
    "title": "How people travel",
    "summary": "A study of journeys.",
    "consent": ["You answer one question."],
    "privacyPolicy": ["Nothing but a vote is kept."],
    "controller": {"name": "Institute of Journeys", "contact": "journeys@example.org"},
    "withdrawal": "Votes cannot be withdrawn.",
    "endsAt": "2031-01-01T00:00:00.000Z",
    "publicKey": KEY,
    "model": {"id": "all-MiniLM-L6-v2-int8", "sha256": "e36ea098bacec822723e421a92053c5bd91b9a3c27bc6534498cebf45cf2e771"},
    "participation": "open",
}
study1 = signed(
    "study/1",
    SEED,
    {
        "format": "data-donor/study/1",
        **words,
        "questions": [{"kind": "candidates", "fewestTexts": 2, "epsilon": 4, "minimumReports": 200}],
        "cohorts": 1,
    },
)
study2 = signed(
    "study/2",
    SEED,
    {
        "format": "data-donor/study/2",
        "kind": "real",
        **words,
        "languages": ["en", "pt-BR"],
        "questions": [
            {"kind": "candidates", "answerRule": "random-draft", "fewestTexts": 2, "epsilon": 4, "recentDrafts": 20},
            {"kind": "fragments", "poll": "prevalence", "fewestTexts": 2, "epsilon": 2, "windowDays": 30},
        ],
        "laterRounds": {"fewestTexts": 2, "epsilon": 2, "recentDrafts": 20, "windowDays": 30},
        "budgets": {"rounds": 5, "bytes": 8388608, "leastEpsilon": 0.1},
        "cohorts": 3,
        "releases": 2,
        "minimumReports": 200,
        "retentionDays": 30,
        "corrects": {"study": study1["sha256"], "keySignature": None},
    },
)
moved = signed(
    "study/2 under a new key",
    OTHER,
    {
        **study2["document"],
        "publicKey": base64url(public_key(OTHER)),
        "corrects": {"study": study2["sha256"], "keySignature": base64url(sign(SEED, public_key(OTHER)))},
    },
)
# Over 2 texts and "none": k = 3, d = 1, W / M just below e^4; over no and yes: k = 2, W / M just below e^2.
three = {"name": "subset-selection", "domainSize": 3, "subsetSize": 1, "weightTrue": 57250309, "weightOther": 1048576}
two = {"name": "subset-selection", "domainSize": 2, "subsetSize": 1, "weightTrue": 7747986, "weightOther": 1048576}
round2 = signed(
    "round/2",
    SEED,
    {
        "format": "data-donor/round/2",
        "study": study2["sha256"],
        "sequence": 0,
        "previous": None,
        "title": "Which message is most like yours?",
        "opensAt": "2030-01-01T00:00:00.000Z",
        "closesAt": "2030-06-30T00:00:00.000Z",
        "mechanism": three,
        "release": {"releases": 2, "minimumReports": 200},
        "cohorts": [0, 1, 2],
        "texts": {"sha256": texts_batch["sha256"], "count": 2},
        "kind": "candidates",
        "embeddings": {"sha256": embeddings_batch["sha256"], "dimensions": 3},
        "answerRule": "random-draft",
        "recentDrafts": 20,
        "minSimilarity": 0.4,
    },
)
poll = signed(
    "round/2, a prevalence poll",
    SEED,
    {
        "format": "data-donor/round/2",
        "study": study2["sha256"],
        "sequence": 1,
        "previous": round2["sha256"],
        "title": "Have you typed this phrase?",
        "opensAt": "2030-01-01T00:00:00.000Z",
        "closesAt": "2030-06-30T00:00:00.000Z",
        "mechanism": two,
        "release": {"releases": 1, "minimumReports": 500},
        "cohorts": [1],
        "texts": {"sha256": texts_batch["sha256"], "count": 2},
        "kind": "fragments",
        "poll": "prevalence",
        "windowDays": 30,
    },
)
round1 = signed(
    "round/1",
    SEED,
    {
        **{key: round2["document"][key] for key in round2["document"] if key not in ("cohorts", "release")},
        "format": "data-donor/round/1",
        "study": study1["sha256"],
        "release": {"plan": "at-close", "minimumReports": 200},
    },
)
vote = [1]
report = {
    "round": round2["sha256"],
    "vote": base64url(b"".join(struct.pack("<H", number) for number in vote)),
    "nonce": base64url(bytes(range(16))),
}
print(
    json.dumps(
        {
            "seed": SEED.hex(),
            "otherSeed": OTHER.hex(),
            "documents": [study1, study2, moved, round1, round2, poll],
            "texts": {"list": TEXTS, **texts_batch},
            "embeddings": {"rows": ROWS, **embeddings_batch},
            "votes": [
                {"mechanism": three, "ids": [1], "base64url": "AQA"},
                {
                    "mechanism": {**three, "domainSize": 1000, "subsetSize": 3},
                    "ids": [1, 255, 999],
                    "base64url": base64url(struct.pack("<HHH", 1, 255, 999)),
                },
            ],
            "prevalenceVotes": [
                {
                    "fragments": fragments,
                    "fragment": fragment,
                    "answer": answer,
                    "base64url": base64url(struct.pack("<H", 2 * fragment + answer)),
                }
                for fragments, fragment, answer in [(2, 0, 0), (2, 1, 1), (9999, 150, 1), (9999, 9998, 1)]
            ],
            "report": report,
            "joinLink": {
                "server": "https://study.example",
                "text": f"https://study.example/join#study={study2['sha256']}&key={KEY}",
            },
        },
        indent=1,
        ensure_ascii=False,
    )
)
