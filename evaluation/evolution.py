"""Rounds that learn, written a second time: the figures of tests/vectors/core/evolution/evolution.json.

Run: python3 evaluation/evolution.py > tests/vectors/core/evolution/evolution.json   (needs numpy)
It follows the pseudo-code of docs/mathematics.md in numpy, with the random bytes of fleet/seeded-random.ts, and shares
no code with core/evolution.
"""
import base64
import json
import numpy as np

MASK = 0xFFFFFFFF


def seeded_bytes(seed):
    """The byte stream of seededRandom(seed): xoshiro128**, state by splitmix32, each word from its low byte on."""
    mix = seed & MASK

    def splitmix():
        nonlocal mix
        mix = (mix + 0x9E3779B9) & MASK
        z = mix ^ (mix >> 16)
        z = (z * 0x21F0AAAD) & MASK
        z ^= z >> 15
        z = (z * 0x735A2D97) & MASK
        return z ^ (z >> 15)

    rotate = lambda x, by: ((x << by) | (x >> (32 - by))) & MASK
    a, b, c, d = splitmix(), splitmix(), splitmix(), splitmix()
    while True:
        yield from ((rotate((b * 5) & MASK, 7) * 9) & MASK).to_bytes(4, "little")
        t = (b << 9) & MASK
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= t
        d = rotate(d, 11)


class Random:
    def __init__(self, seed):
        self.stream = seeded_bytes(seed)

    def below(self, bound, take=None):
        """A uniform integer below bound: the leading bits of as few bytes as hold it; too large ones are drawn anew."""
        take = take or (lambda: next(self.stream))
        if bound == 1:
            return 0
        bits = (bound - 1).bit_length()
        size = (bits + 7) // 8
        while True:
            value = int.from_bytes(bytes(take() for _ in range(size)), "big")
            # The surplus bits are the lowest of the first byte.
            head = value >> (8 * (size - 1)) >> (8 * size - bits)
            value = head << (8 * (size - 1)) | value & ((1 << (8 * (size - 1))) - 1)
            if value < bound:
                return value

    def subset(self, bound, count):
        """Floyd's algorithm; the bytes come in blocks of 64, and what is left of the last one is dropped."""
        used = 0

        def take():
            nonlocal used
            used += 1
            return next(self.stream)

        members = set()
        for limit in range(bound - count, bound):
            value = self.below(limit + 1, take)
            members.add(limit if value in members else value)
        for _ in range(-used % 64):
            next(self.stream)
        return sorted(members)

    def shuffle(self, count):
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return np.array(order)


def systematic(weights, count, random):
    order = random.shuffle(len(weights))
    passed = np.cumsum(weights[order])
    start = random.below(2**32) / 2**32
    positions = (np.arange(count) + start) / count * passed[-1]
    return order[np.minimum(np.searchsorted(passed, positions, side="right"), len(order) - 1)]


def unit(rows):
    return (rows / np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)).astype(np.float32)


def products(left, right):
    """Single precision at the end, so that equal rows tie whatever the order of their sums."""
    return (left.astype(np.float64) @ right.astype(np.float64).T).astype(np.float32)


def centres(pool, weights, count, random):
    draws = pool[systematic(weights, max(4000, count), random)]
    found = draws[random.subset(len(draws), count)].copy()
    for _ in range(6):
        nearest = products(draws, found).argmax(axis=1)
        for c in range(count):
            if (nearest == c).any():
                total = draws[nearest == c].sum(axis=0, dtype=np.float64)
                if np.linalg.norm(total) > 0:
                    found[c] = unit(total[None].astype(np.float32))[0]
    return found


def representatives(pool, weights, count, random):
    similarity = products(centres(pool, weights, count, random), pool)
    chosen = []
    for row in similarity:
        row[chosen] = -np.inf
        chosen.append(int(row.argmax()))
    return chosen


def group(pool, random):
    m = len(pool)
    levels = []
    for wanted in (1, 16, 64, 256):
        count = max(1, min(wanted, m // 4))
        if count == 1:
            levels.append(np.zeros(m, dtype=int))
        else:
            levels.append(products(pool, centres(pool, np.full(m, 1 / m), count, random)).argmax(axis=1))
    return levels


def density(pool, levels, rounds):
    m = len(pool)
    parts = [(level, g) for level in range(len(levels)) for g in np.unique(levels[level])]
    rows = []
    for r in rounds:
        similarity = products(pool, unit(r["candidates"]))
        k = len(r["candidates"])
        answer = np.where(similarity.max(axis=1) >= r["minSimilarity"], similarity.argmax(axis=1), k)
        a = np.zeros((len(parts) + 1, k + 1))
        for i, (level, g) in enumerate(parts):
            a[i] = np.bincount(answer[levels[level] == g], minlength=k + 1) / (levels[level] == g).sum()
        a[-1, k] = 1
        n, p, q = r["reports"], r["p"], r["q"]
        rows.append((a, np.array(r["counts"], dtype=float), n, n * (p - q), n * q))
    theta = np.array([0.97 / len(levels) / len(np.unique(levels[level])) for level, _ in parts] + [0.03])
    cells = sum(len(counts) for _, counts, *_ in rows)
    done = 0
    for iteration in range(1, 502):
        lam = [base + gain * (theta @ a) + 1e-9 for a, _, _, gain, base in rows]
        misfit = sum(
            ((c - l) ** 2 / (l * np.maximum(0.05, 1 - l / n))).sum() for (_, c, n, _, _), l in zip(rows, lam)
        )
        if iteration > 500 or (iteration >= 50 and misfit <= cells):
            break
        raised = theta * sum(a @ (c * gain / l) for (a, c, _, gain, _), l in zip(rows, lam))
        theta = raised / raised.sum()
        done = iteration
    weights = np.zeros(m)
    for t, (level, g) in zip(theta, parts):
        weights[levels[level] == g] += t / (levels[level] == g).sum()
    return weights / weights.sum(), float(theta[-1]), done, float(misfit), cells


def tempered(weights, power):
    raised = weights**power
    return raised / raised.sum()


def encoded(rows):
    return base64.b64encode(np.ascontiguousarray(rows, dtype="<f4").tobytes()).decode()


def case(seed, texts, dimensions, topics, candidate_numbers, reports, p, q, dataset):
    """One study on a made-up pool: every round's candidates by the strategy, its counts by the law in expectation."""
    made = np.random.default_rng(seed)
    centre = made.normal(size=(topics, dimensions))
    topic = made.integers(topics, size=texts)
    pool = unit((centre[topic] + 0.5 * made.normal(size=(texts, dimensions))).astype(np.float32))
    share = 1 / (1 + np.arange(topics)) ** 1.5
    truth = share[topic] / np.bincount(topic, minlength=topics)[topic]
    truth /= truth.sum()
    random = Random(seed)
    rounds, kept = [], []
    chosen = representatives(pool, np.full(texts, 1 / texts), candidate_numbers[0], random)
    for number, k in enumerate(candidate_numbers):
        candidates = pool[chosen]
        similarity = products(pool, candidates)
        answer = np.where(similarity.max(axis=1) >= 0.3, similarity.argmax(axis=1), k)
        true = np.bincount(answer, weights=truth, minlength=k + 1) * 0.95
        true[k] += 0.05
        counts = [int(made.binomial(reports, q + f * (p - q))) for f in true]
        rounds.append(dict(candidates=candidates, counts=counts, reports=reports, p=p, q=q, minSimilarity=0.3))
        levels = group(pool, random)
        weights, elsewhere, iterations, misfit, cells = density(pool, levels, rounds)
        mixed = 0.8 * tempered(weights, 0.7) + 0.2 / texts
        step = dict(
            candidates=[int(c) for c in chosen], counts=counts, groups=[level.tolist() for level in levels],
            weights=weights.tolist(), elsewhere=elsewhere, iterations=iterations, misfit=misfit, cells=cells,
        )
        chosen = representatives(pool, mixed, candidate_numbers[min(number + 1, len(candidate_numbers) - 1)], random)
        kept.append({**step, "next": chosen})
    drawn = representatives(pool, tempered(weights, 1.1), dataset, random)
    return dict(
        seed=seed, dimensions=dimensions, pool=encoded(pool), reports=reports, p=p, q=q, minSimilarity=0.3,
        rounds=kept, dataset=drawn,
    )


if __name__ == "__main__":
    random = Random(7)
    print(json.dumps(dict(
        below=[[bound, random.below(bound)] for bound in (1, 2, 3, 255, 256, 257, 1000, 70000, 2**32, 2**40 + 1)],
        subset=random.subset(100, 12), shuffle=random.shuffle(20).tolist(),
        systematic=systematic(np.array([0.1, 0, 0.5, 0.15, 0.25]), 20, random).tolist(),
        cases=[
            case(11, 120, 8, 5, [6, 8, 8], 400, 0.73, 0.0135, 12),
            case(12, 260, 12, 12, [12, 20], 1000, 0.5, 0.05, 30),
            case(13, 15, 4, 3, [3, 4], 300, 0.9, 0.1, 15),
        ],
    ), separators=(",", ":")))
