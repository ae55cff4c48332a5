"""Fit the coefficients of screening/model.py to labelled cases and mined negatives, and print them.

    python -m bench.fit_screening SCREENING_DATA_FOLDER [ROUNDS]

Judged is what a reviewer meets: the whole OFAC list is searched for altered names (the right entity should be raised),
for ordinary traders and persons (nothing should), and for near misses (the neighbour should not); beside that, labelled
pairs. Every pair of names that the index would compare is described once; then coefficients are moved one by one, up
and down, and a move is kept when it betters the sum of the goals. Nothing is random, and no coefficient falls below
zero. With a negative number of ROUNDS half of the entities are left out of the fit; both halves are reported apart.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from screening import model
from screening.alignment import new_bench
from screening.comparison import describe_all
from screening.index import NameIndex, Wanted
from screening.layout import Gatherer, lay_out_names
from screening.names import Kind, normalise
from screening.watchlists import formats
from screening.weights import background

KINDS: dict[str, Kind] = {"person": "person", "org": "organisation", "unknown": "unknown"}
PAIRS = {"name_bench": 0.6, "entity_checks": 0.4, "un_treated": 0.1}
# What the figures should reach, a little beyond what is asked for; beyond it a gain counts little.
WANTED = {"recall": 0.990, "first recall": 0.974, "near": 0.026, "first": 0.995}
PRECISE = {"name_bench": 0.93, "entity_checks": 0.935}  # average precision
BUDGETS = (1, 2, 3, 5, 8, 10, 12)  # alerts per 1,000 ordinary names
FLOOR = 3_500  # points from which pairs are described, by the coefficients of today
STEPS = (0.15, 0.06, 0.02)
LEGAL = [relation for relation in model.RELATIONS if relation not in {"none", "same"}]
FITTED = [name for name in model.FINDINGS if name != "bare"]  # bare is a rule
_POSITIVE, _CLEAN, _NEAR = range(3)


PairSample = tuple[str, float, np.ndarray, np.ndarray, np.ndarray]


class Sample(NamedTuple):
    """Described pairs of a search: features of person and organisation side by side, sorted by name asked for.

    Attributes:
        features: a row per pair; the columns are those of `vector`.
        fixed: what a pair loses whatever the coefficients are.
        asked: number of the name asked for, per pair.
        right: whether the pair is with an entity that the name asked for is (or, of a near miss, resembles).
        sort: _POSITIVE, _CLEAN or _NEAR, per name asked for.
        half: 0 or 1, per name asked for.
    """

    features: np.ndarray
    fixed: np.ndarray
    asked: np.ndarray
    right: np.ndarray
    sort: np.ndarray
    half: np.ndarray


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spread(found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return described pairs as one column per coefficient, and what they lose in any case."""
    count = len(model.FINDINGS)
    person = found[:, -4:-3]
    chosen = [model.FINDINGS.index(name) for name in FITTED]
    values = found[:, chosen]
    legal = np.stack([(found[:, -5] == model.RELATIONS.index(name)) & (person[:, 0] == 0) for name in LEGAL], 1)
    fixed = found[:, count - 1] * model.BARE + found[:, -3] * model.CIRCUMSTANCES["other_kind"]
    fixed = np.where(found[:, -1] > 0, fixed, 9.0)
    return np.hstack((values * person, values * (1 - person), legal, found[:, -2:-1])).astype(np.float32), fixed


def vector() -> np.ndarray:
    """Return the coefficients of today in the order of the columns."""
    found = [model.COEFFICIENTS[kind][name] for kind in ("person", "organisation") for name in FITTED]
    return np.array([*found, *(model.LEGAL[name] for name in LEGAL), model.CIRCUMSTANCES["transliterated"]])


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def search_sample(folder: Path) -> Sample:
    records = list(formats.read(folder / "lists" / "ofac_sdn_2024-01", "ofac_sdn"))
    named = [(r.entity_key, n.name, r.kind) for r in records for n in r.names if n.kind != "weak"]
    index = NameIndex.build(named)
    bearers: dict[str, set[Any]] = {}
    for key, name, _ in named:
        bearers.setdefault(plain(name), set()).add(key)
    cases = [row for row in rows(folder / "cases" / "synthetic_ofac.csv") if row["query_type"] in KINDS]
    asked: list[tuple[str, Kind, set[Any], int]] = []
    for row in cases:
        name, kind, entity = row["query_name"], KINDS[row["query_type"]], row["list_entity_id"]
        if row["is_match"] == "1":
            asked.append((name, kind, {entity} | bearers.get(plain(row["list_name"]), set()), _POSITIVE))
        elif not row["category"].startswith("neg_clean") and plain(name) not in bearers:
            asked.append((name, kind, {entity}, _NEAR))
    for path in ("suppliers/clean_orgs.csv", "persons/clean_persons.csv"):
        asked += [
            (r["name"], KINDS[r["type"]], set(), _CLEAN) for r in rows(folder / path) if plain(r["name"]) not in bearers
        ]
    found, fixed, of, right = [], [], [], []
    for start in range(0, len(asked), 4_000):
        part = asked[start : start + 4_000]
        gatherer, numbers = Gatherer(), []
        for number, item in enumerate(part):
            for reading in normalise(item[0], item[1]).readings:
                gatherer.add(reading)
                numbers.append(start + number)
        names = gatherer.lay_out(index.weights)
        pairs, scores = index._compared(  # noqa: SLF001
            names, np.array(numbers), [item[:2] for item in part], Wanted(FLOOR, 0, flipped=False)
        )
        pairs = pairs[scores >= FLOOR]
        one, other = spread(describe_all(names, index._listed.names, pairs, new_bench()))  # noqa: SLF001
        found.append(one)
        fixed.append(other)
        owners = index._listed.readings[pairs[:, 1], 0]  # noqa: SLF001
        numbered = np.array(numbers)[pairs[:, 0]]
        of.append(numbered)
        right.append(
            np.array(
                [named[o][0] in asked[n][2] for o, n in zip(owners.tolist(), numbered.tolist(), strict=True)], bool
            )
        )
    half = [hashlib.blake2b(repr(sorted(item[2]) or item[0]).encode()).digest()[0] & 1 for item in asked]
    columns = (np.concatenate(part) for part in (found, fixed, of, right))
    return Sample(*columns, np.array([item[3] for item in asked]), np.array(half))


def pair_samples(folder: Path) -> list[PairSample]:
    samples = []
    for name, mass in PAIRS.items():
        cases = [row for row in rows(folder / "cases" / f"{name}.csv") if row["query_type"] in KINDS]
        samples.append(
            pair_sample(name, mass, [(r["query_name"], r["list_name"], r["query_type"], r["is_match"]) for r in cases])
        )
    own = rows(Path(__file__).parent.parent / "tests" / "screening" / "pairs.csv")
    samples.append(pair_sample("own", 0.6, [(r["query"], r["entry"], r["kind"], r["match"]) for r in own]))
    return samples


def pair_sample(
    name: str, mass: float, cases: list[tuple[str, ...]]
) -> tuple[str, float, np.ndarray, np.ndarray, np.ndarray]:
    """Return described pairs; of several readings the one that scores best today."""
    features, fixed, labels = [], [], []
    today = vector()
    for query, entry, kind, match in cases:
        read = KINDS.get(kind, kind)
        one, other = normalise(query, read), normalise(entry, read)
        a, b = lay_out_names(one.readings, background()), lay_out_names(other.readings, background())
        pairs = np.array([(i, j) for i in range(len(one.readings)) for j in range(len(other.readings))])
        found, lost = spread(describe_all(a, b, pairs, new_bench()))
        best = int(np.argmin(found @ today + lost))
        features.append(found[best])
        fixed.append(lost[best])
        labels.append(match == "1")
    return name, mass, np.array(features), np.array(fixed), np.array(labels)


def f1(scores: np.ndarray, labels: np.ndarray, threshold: float) -> float:
    raised = scores >= threshold
    return 2 * (raised & labels).sum() / max(1, raised.sum() + labels.sum())


def average_precision(scores: np.ndarray, labels: np.ndarray) -> float:
    order = np.argsort(-scores, kind="stable")
    right = labels[order]
    return float((np.cumsum(right) / np.arange(1, len(right) + 1))[right].mean())


def judge(
    sample: Sample, pairs: list[Any], costs: np.ndarray, half: int | None = None
) -> tuple[float, dict[str, float]]:
    """Return the sum of the goals and the figures it is made of."""
    scores = np.maximum(0, 1 - sample.features @ costs.astype(np.float32) - sample.fixed)
    size = len(sample.sort)
    best, wrong = np.zeros(size), np.zeros(size)
    np.maximum.at(best, sample.asked[sample.right], scores[sample.right])
    np.maximum.at(wrong, sample.asked[~sample.right], scores[~sample.right])
    counted = np.ones(size, bool) if half is None else sample.half == half
    clean = np.sort(wrong[(sample.sort == _CLEAN) & counted])[::-1]
    right, others = best[(sample.sort == _POSITIVE) & counted], wrong[(sample.sort == _POSITIVE) & counted]
    near = best[(sample.sort == _NEAR) & counted]
    recalls, nears = [], []
    figures = {"first": float(((right >= others) & (right > 0)).mean())}
    for budget in BUDGETS:
        threshold = clean[int(len(clean) * budget / 1000)]
        recalls.append((right > threshold).mean())
        nears.append((near >= threshold).mean())
        figures[f"recall@{budget}"], figures[f"near@{budget}"] = float(recalls[-1]), float(nears[-1])
    figures["threshold@5"] = float(clean[int(len(clean) * 5 / 1000)])
    goal = 0.5 * (np.mean(recalls) + figures["first"] - np.mean(nears))
    goal += 3 * min(0.0, np.mean(recalls[-3:]) - WANTED["recall"]) + 2 * min(
        0.0, np.mean(recalls[:2]) - WANTED["first recall"]
    )
    goal += 2 * min(0.0, WANTED["near"] - np.mean(nears[-3:])) + 2 * min(0.0, figures["first"] - WANTED["first"])
    for name, mass, features, fixed, labels in pairs:
        found = np.maximum(0, 1 - features @ costs - fixed)
        figures[name] = f1(found, labels, model.ALERT_THRESHOLD)
        around = [f1(found, labels, threshold) for threshold in (0.66, 0.68, 0.7, 0.72, 0.74)]
        goal += mass * float(np.mean(around)) / 2
        if name in PRECISE:
            figures[f"{name} AP"] = average_precision(found, labels)
            goal += mass * min(0.0, figures[f"{name} AP"] - PRECISE[name])
    goal -= 2 * abs(figures["threshold@5"] - model.ALERT_THRESHOLD)  # the threshold is kept where alerts are few
    return float(goal - 0.01 * costs.sum() / len(costs)), figures


def fit(sample: Sample, pairs: list[Any], rounds: int) -> np.ndarray:
    costs = vector()
    half = None if rounds >= 0 else 0
    best, _ = judge(sample, pairs, costs, half)
    for number in range(abs(rounds)):
        before = best
        for step in STEPS:
            for place in range(len(costs)):
                for move in (step, -step):
                    tried = costs.copy()
                    tried[place] = max(0.0, tried[place] + move)
                    if tried[place] == costs[place]:
                        continue
                    value, _ = judge(sample, pairs, tried, half)
                    if value > best + 1e-6:
                        best, costs = value, tried
                        break
        print(f"round {number + 1}: {best:.5f}", flush=True)
        if best - before < 1e-4:
            break
    return costs


def main() -> None:
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 4
    sample, pairs = search_sample(folder), pair_samples(folder)
    print(len(sample.features), "pairs described;", json.dumps(judge(sample, pairs, vector())[1]), flush=True)
    costs = fit(sample, pairs, rounds).round(3)
    for half in (None, 0, 1):
        print("half", half, json.dumps({k: round(v, 4) for k, v in judge(sample, pairs, costs, half)[1].items()}))
    size = len(FITTED)
    print(json.dumps(dict(zip(FITTED, costs[:size].tolist(), strict=True))))
    print(json.dumps(dict(zip(FITTED, costs[size : 2 * size].tolist(), strict=True))))
    print(json.dumps(dict(zip([*LEGAL, "transliterated"], costs[2 * size :].tolist(), strict=True))))


if __name__ == "__main__":
    main()
