"""Binomial tails and Clopper-Pearson limits by exact summation with 80 digits: the vectors of binomial.json.

Run: python3 binomial.py > binomial.json   (needs mpmath)
Every sum starts from the exact probability of a double p; no special function of the tails is used.
"""
import json
from mpmath import mp, mpf, binomial, log, loggamma, nstr, exp

mp.dps = 80

def log_pmf(n, p, c):
    return (loggamma(n + 1) - loggamma(c + 1) - loggamma(n - c + 1) + c * log(p) + (n - c) * log(1 - p))

def upper(n, p, c):
    if c <= 0:
        return mpf(1)
    if c > n:
        return mpf(0)
    if c <= n * p:
        return 1 - lower(n, p, c - 1)
    term = exp(log_pmf(n, p, c)); total = term; ratio = p / (1 - p); i = c
    while i < n:
        term *= ratio * (n - i) / (i + 1); i += 1; total += term
        if term < total * mpf(10) ** -45: break
    return total

def lower(n, p, c):
    if c < 0:
        return mpf(0)
    if c >= n:
        return mpf(1)
    if c > n * p:
        return 1 - upper(n, p, c + 1)
    term = exp(log_pmf(n, p, c)); total = term; ratio = (1 - p) / p; i = c
    while i > 0:
        term *= ratio * i / (n - i + 1); i -= 1; total += term
        if term < total * mpf(10) ** -45: break
    return total

def bisect(f, target):
    """p with f(p) = target, f increasing; in the logarithm of p, to 40 digits."""
    low, high = mpf(-800), mpf(0)
    # p in (0, 1): first on ln p, which resolves tiny p; near 1 the double result is limited by its own spacing anyway.
    for _ in range(150):
        mid = (low + high) / 2
        if f(exp(mid)) < target: low = mid
        else: high = mid
    return exp((low + high) / 2)

num = lambda x: float(nstr(x, 17))
tails = []
probabilities = [2.5e-4, 0.003, 0.0148, 0.1, 0.268, 0.5, 0.75]
for n in [1, 7, 100, 300, 1000, 10000, 100000, 1000000]:
    for p in probabilities:
        q = mpf(p); sd = float((n * q * (1 - q)) ** 0.5); mean = float(n * q)
        cs = {0, 1, n, round(mean)} | {round(mean + z * sd + extra) for z in (-30, -7, -3, -1, 1, 2, 4, 7, 12, 30) for extra in (0, 3)}
        if n >= 10000: cs = {c for c in cs if abs(c - mean) <= 36 * sd + 60}
        for c in sorted(c for c in cs if 0 <= c <= n):
            up, lo = upper(n, q, c), lower(n, q, c)
            if min(up, lo) < mpf(10) ** -290: continue
            tails.append([n, p, c, num(log_pmf(n, q, c)), num(lo), num(up)])
limits = []
for n in [1, 20, 300, 1000, 10000, 1000000]:
    for c in sorted({0, 1, min(2, n), n // 300, n // 60, n // 4, n // 2, n - 1, n}):
        for level in [0.05, 2.5e-4, 5e-6, 1e-12]:
            a = mpf(level) / 2
            low = mpf(0) if c == 0 else bisect(lambda p: upper(n, p, c), a)
            high = mpf(1) if c == n else (1 - a ** (mpf(1) / n) if c == 0 else bisect(lambda p: -lower(n, p, c), -a))
            limits.append([n, c, level, num(low), num(high)])
def rows(name, columns, values):
    return '  "%s": {\n    "columns": %s,\n    "rows": [\n%s\n    ]\n  }' % (name, json.dumps(columns), ",\n".join("      " + json.dumps(v) for v in values))
print("{\n" + rows("tails", ["n", "p", "c", "logPmf", "lowerTail", "upperTail"], tails) + ",\n" + rows("limits", ["n", "c", "level", "low", "high"], limits) + "\n}")
