"""Computes expected.json from marks.csv with numpy and scipy alone, to hold src/stats/items.rs against.

    python3 expected.py        (needs numpy and scipy)

marks.csv has a row a student and a column a question: scores from 0 to 1. worth.csv has what each is worth.
"""

import json
import pathlib

import numpy as np
from scipy import stats

here = pathlib.Path(__file__).parent
scores = np.loadtxt(here / "marks.csv", delimiter=",", skiprows=1)
worth = np.loadtxt(here / "worth.csv", delimiter=",", skiprows=1)
marks = scores * worth
total = marks.sum(axis=1)
students, questions = marks.shape


def figures(q):
    rest = np.delete(marks, q, axis=1).sum(axis=1)
    own = marks[:, q]
    spreads = np.ptp(own) > 0
    best = np.cov(np.sort(own), np.sort(rest))[0, 1]
    shared = np.cov(own, total)[0, 1]
    # An independent way to Wilson's bounds: the p at which the score test is just significant.
    p, z = scores[:, q].mean(), stats.norm.ppf(0.975)
    a, b, c = 1 + z * z / students, -(2 * p + z * z / students), p * p
    low, high = sorted(np.roots([a, b, c]).real)
    return {
        "facility": p,
        "low": low,
        "high": high,
        "deviation": scores[:, q].std(ddof=1),
        "discrimination": stats.pearsonr(own, rest).statistic if spreads else None,
        "efficiency": np.cov(own, rest)[0, 1] / best if spreads else None,
        "root": float(np.sqrt(shared)) if shared >= 0 else None,
        "intended": worth[q] / worth.sum(),
    }


items = [figures(q) for q in range(questions)]
roots = sum(item["root"] or 0 for item in items)
for item in items:
    root = item.pop("root")
    item["effective"] = None if root is None else root / roots

alpha = questions / (questions - 1) * (1 - marks.var(axis=0, ddof=1).sum() / total.var(ddof=1))
whole = {
    "n": students,
    "mean": total.mean(),
    "median": float(np.median(total)),
    "deviation": total.std(ddof=1),
    "skewness": stats.kstat(total, 3) / stats.kstat(total, 2) ** 1.5,
    "kurtosis": stats.kurtosis(total, bias=False),
    "alpha": alpha,
    "error_ratio": np.sqrt(1 - alpha),
    "standard_error": np.sqrt(1 - alpha) * total.std(ddof=1),
}
# Two ways of scipy must agree before either is believed.
assert np.isclose(whole["skewness"], stats.skew(total, bias=False))
assert np.isclose(whole["kurtosis"], stats.kstat(total, 4) / stats.kstat(total, 2) ** 2)
text = json.dumps({"items": items, "whole": whole}, indent=1, default=float)
(here / "expected.json").write_text(text + "\n")
