"""Fit the coefficients of screening/model.py to labelled pairs and mined negatives, and print them.

    python bench/fit_screening.py SCREENING_DATA_FOLDER

Labelled pairs: cases/. Mined negatives: what the index itself raises for ordinary traders and persons (every
other one; the rest is left to measure on), and for positives beside the right entity. Logistic regression
with coefficients of at least zero, by accelerated projected gradient descent from zero: nothing random.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from screening import model, scoring
from screening.index import NameIndex
from screening.names import Kind, normalise
from screening.watchlists import formats

KINDS: dict[str, Kind] = {"person": "person", "org": "organisation", "vessel": "organisation"}
CASES = {"synthetic_ofac": 1.0, "name_bench": 0.7, "entity_checks": 0.7, "un_treated": 1.0}
LEGAL = [relation for relation in model.LEGAL if relation not in {"none", "same"}]
FINDINGS = [name for name in model.FINDINGS if name != "bare"]  # bare is a rule
NAMESAKE = 0.97  # a name that agrees so far is the same name: its bearers cannot be told apart by it
# Where a score falls to the threshold: the loss, in units of log odds, at about 5 alerts per 1,000 clean
# names.
LOSS_AT_THRESHOLD = 7.0
STEPS = 6000


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Sample:
    """Findings, label and mass of every pair, by whose rules it is compared."""

    def __init__(self) -> None:
        self.pairs: dict[str, list[tuple[list[float], float, float]]] = {"person": [], "organisation": []}

    def add(self, query: str, entry: str, kinds: tuple[Kind, Kind], *, match: bool, mass: float) -> None:
        """Compare two names and keep what was found, unless their kinds differ or no words agree."""
        one, other = normalise(query, kinds[0]), normalise(entry, kinds[1])
        found = scoring.score(one, other)
        if found.pairs and not found.circumstances:
            values = scoring.findings(found)
            legal = [float(found.legal_relation == relation) for relation in LEGAL]
            self.pairs[found.kind].append(([*(values[name] for name in FINDINGS), *legal], float(match), mass))


def gather(folder: Path) -> Sample:
    sample = Sample()
    cases = {name: [r for r in rows(folder / "cases" / f"{name}.csv") if r["query_type"] in KINDS] for name in CASES}
    for name, mass in CASES.items():
        for row in cases[name]:
            kind = KINDS[row["query_type"]]
            match = row["is_match"] == "1"
            sample.add(row["query_name"], row["list_name"], (kind, kind), match=match, mass=mass)
    records = formats.read(folder / "lists" / "ofac_sdn_2024-01", "ofac_sdn")
    index = NameIndex.build((r.entity_key, n.name, r.kind) for r in records for n in r.names if n.kind != "weak")
    ordinary = (
        rows(folder / "suppliers" / "clean_orgs.csv")[1::2] + rows(folder / "persons" / "clean_persons.csv")[1::2]
    )
    asked = [(row["name"], KINDS[row["type"]], "", 2.0) for row in ordinary]
    positives = [row for row in cases["synthetic_ofac"] if row["is_match"] == "1"][::2]
    asked += [(row["query_name"], KINDS[row["query_type"]], row["list_entity_id"], 0.3) for row in positives]
    for name, kind, right, mass in asked:
        for hit in index.search(name, kind, threshold=0.5, k=3):
            if hit.entry_id != right and hit.score < NAMESAKE:
                sample.add(name, hit.name, (kind, hit.kind), match=False, mass=mass)
    return sample


def fit(values: np.ndarray, labels: np.ndarray, masses: np.ndarray) -> np.ndarray:
    scale = np.maximum(values.std(0), 0.02)
    x, total = values / scale, masses.sum()
    step = 4.0 / np.linalg.eigvalsh((x * masses[:, None]).T @ x / total + np.eye(x.shape[1])).max()
    costs, start, speed = np.zeros(x.shape[1]), 2.0, 1.0
    ahead, ahead_start = costs, start
    for _ in range(STEPS):
        error = masses * (1 / (1 + np.exp(x @ ahead - ahead_start)) - labels) / total
        new = np.maximum(0.0, ahead + step * (x.T @ error - 0.0005 * ahead))
        new_start = ahead_start - step * error.sum()
        faster = (1 + np.sqrt(1 + 4 * speed * speed)) / 2
        push = (speed - 1) / faster
        ahead, ahead_start = new + push * (new - costs), new_start + push * (new_start - start)
        costs, start, speed = new, new_start, faster
    return costs / scale


def main() -> None:
    sample = gather(Path(sys.argv[1]))
    for kind, pairs in sample.pairs.items():
        values, labels, masses = (np.array(column) for column in zip(*pairs, strict=True))
        costs = fit(values, labels, masses)
        lost = values @ costs
        missed, raised = (
            (lost[labels == 1] > LOSS_AT_THRESHOLD).mean(),
            (lost[labels == 0] < LOSS_AT_THRESHOLD).mean(),
        )
        print(f"{kind}: {len(labels)} pairs, {int(labels.sum())} match; missed {missed:.3f}, raised {raised:.3f}")
        points = costs * (1 - model.ALERT_THRESHOLD) / LOSS_AT_THRESHOLD
        print(json.dumps(dict(zip([*FINDINGS, *LEGAL], points.round(3).tolist(), strict=True))))


if __name__ == "__main__":
    main()
