#!/usr/bin/env python3
"""Computes the results of a study again from a file of `donor bundle`, with nothing but Python's standard library.

Usage: python3 recompute.py bundle.json [round, from 1] > results.csv

It prints the same columns as `donor results STUDY/N --csv`, except ranks and projected shares, and shares no code with Data Donor: the formulas
are those of docs/results.md. Signatures are checked by `donor verify --bundle`; this script checks hashes.
"""
import csv
import hashlib
import json
import math
import sys


def canonical(value):
    """Canonical JSON (RFC 8785) for the documents that Data Donor signs."""
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()


def upper_tail(count, n, q):
    """P(Bin(n, q) >= count), summed from the larger side in logarithms."""
    if count <= 0:
        return 1.0
    log_q, log_rest = math.log(q), math.log1p(-q)
    terms = [
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * log_q + (n - i) * log_rest
        for i in range(count, n + 1)
    ]
    largest = max(terms)
    return min(1.0, math.exp(largest) * math.fsum(math.exp(term - largest) for term in terms))


def limit(inside, low, high):
    """The point between low and high at which `inside` turns false, by bisection."""
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle) else (low, middle)
    return (low + high) / 2


def clopper_pearson(count, n, alpha):
    """Exact limits of a binomial probability, each missed with at most alpha / 2."""
    low = 0.0 if count == 0 else limit(lambda t: upper_tail(count, n, t) < alpha / 2, 0.0, count / n)
    # P(Bin(n, t) <= count) = P(Bin(n, 1 - t) >= n - count).
    high = 1.0 if count == n else limit(lambda t: upper_tail(n - count, n, 1 - t) > alpha / 2, count / n, 1.0)
    return low, high


FEWEST_ASKED = 20


def counted(manifest, release):
    """What is estimated: (id, reports, support) of each line."""
    count, n, supports = manifest['texts']['count'], release['reports'], release['supports']
    if manifest.get('poll') == 'prevalence':
        # Two counts a text: no, yes. Each text has the reports of those who were asked about it.
        if len(supports) != 2 * count or sum(supports) != n:
            raise SystemExit('the counts are not those of any set of votes')
        asked = [(str(i), supports[2 * i] + supports[2 * i + 1], supports[2 * i + 1]) for i in range(count)]
        return [line for line in asked if line[1] >= FEWEST_ASKED]
    mechanism = manifest['mechanism']
    if len(supports) != mechanism['domainSize'] or sum(supports) != n * mechanism['subsetSize']:
        raise SystemExit('the counts are not those of any set of votes')
    return [('none' if i == count else str(i), n, support) for i, support in enumerate(supports)]


def estimate(manifest, release):
    """One row a line: share, standard error, interval, p-value, and whether it can be told from zero."""
    mechanism = manifest['mechanism']
    k, d = mechanism['domainSize'], mechanism['subsetSize']
    heavy, light = mechanism['weightTrue'], mechanism['weightOther']
    # p: a vote holds the true answer; q: it holds any other one. Both follow from the weights of the mechanism.
    p = d * heavy / (d * heavy + (k - d) * light)
    q = (d - p) / (k - 1)
    level = 0.05 / manifest['release'].get('releases', 1)
    lines = counted(manifest, release)
    rows = []
    for name, n, count in lines:
        share = (count / n - q) / (p - q)
        f = min(max(share, 0.0), 1.0)
        variance = q * (1 - q) / (p - q) ** 2 + f * (1 - p - q) / (p - q) + f * (1 - f)
        low, high = clopper_pearson(count, n, level / len(lines))
        rows.append({
            'id': name,
            'text': '',
            'reports': n,
            'support': count,
            'share': share,
            'standard_error': math.sqrt(variance / n),
            'low': (low - q) / (p - q),
            'high': (high - q) / (p - q),
            'p_value': upper_tail(count, n, q),
            'significant': False,
        })
    for done, row in enumerate(sorted(rows, key=lambda row: row['p_value'])):
        if row['p_value'] > level / (len(lines) - done):
            break
        row['significant'] = True
    return rows


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as file:
        bundle = json.load(file)
    number = int(sys.argv[2]) if len(sys.argv) == 3 else 1
    study = hashlib.sha256(canonical(bundle['study']['document'])).hexdigest()
    previous = None
    for sequence, each in enumerate(bundle['rounds']):
        document = each['signed']['document']
        if (document['study'], document['sequence'], document['previous']) != (study, sequence, previous):
            raise SystemExit(f'round {sequence + 1} does not belong to the log of this study')
        if hashlib.sha256(canonical(each['texts'])).hexdigest() != document['texts']['sha256']:
            raise SystemExit(f'the texts of round {sequence + 1} do not fit their hash')
        previous = hashlib.sha256(canonical(document)).hexdigest()
    chosen = bundle['rounds'][number - 1]
    if not chosen['releases']:
        raise SystemExit(f'nothing was released of round {number}')
    rows = estimate(chosen['signed']['document'], chosen['releases'][-1])
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator='\n')
    writer.writeheader()
    for row in rows:
        row['text'] = '' if row['id'] == 'none' else chosen['texts'][int(row['id'])]
        row['significant'] = str(row['significant']).lower()
        writer.writerow(row)


if __name__ == '__main__':
    main()
