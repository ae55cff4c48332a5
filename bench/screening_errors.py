"""Where our tool errs: by kind of error, by script, by country, and by name, at the threshold of an alert.

``python -m bench.screening_errors SCREENING-DATA-FOLDER`` prints a report as JSON.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from screening.flat_lists import KINDS
from screening.index import NameIndex
from screening.names import normalise
from screening.scoring import ALERT_THRESHOLD, score

PAIRS = ("name_bench", "entity_checks", "un_treated", "synthetic_ofac")
SHOWN = 4  # examples of each kind
SCRIPTS = {"Latn": "Latin", "CJK": "Chinese characters"}
LEAST_NAMES = 30  # of a script or country, to say anything about it
Row = dict[str, str]


def rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def script_of(*names: str) -> str:
    """Return the first script that is not Latin, in plain words."""
    found = [normalise(name).script for name in names]
    code = next((one for one in found if one != "Latn"), "Latn")
    return SCRIPTS.get(code, code.capitalize())


class Tally:
    """Right and wrong decisions of one group, with the plainest examples of the wrong ones."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.missed: list[tuple[float, str, str]] = []
        self.raised: list[tuple[float, str, str]] = []

    def add(self, query: str, listed: str, value: float, *, match: bool) -> None:
        """Count one decision."""
        self.counts["match" if match else "other"] += 1
        if match and value < ALERT_THRESHOLD:
            self.missed.append((value, query, listed))
        if not match and value >= ALERT_THRESHOLD:
            self.raised.append((value, query, listed))

    def report(self) -> dict[str, Any]:
        """Return counts and examples."""
        return {"match": self.counts["match"], "other": self.counts["other"], "missed": len(self.missed),
                "raised": len(self.raised), "missed_examples": spread(self.missed),
                "raised_examples": spread(self.raised)}  # fmt: skip


def spread(found: list[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Return a few examples from the worst to the nearest to being right; the shortest names read best."""
    ordered = sorted(found, key=lambda item: (len(item[1]), item))[: 4 * SHOWN]
    return sorted(ordered)[:: max(1, len(ordered) // SHOWN)][:SHOWN]


def labelled(data: Path) -> Iterable[tuple[str, Row, float]]:
    """Yield file, row and score of every labelled pair."""
    for name in PAIRS:
        for row in rows(data / "cases" / f"{name}.csv"):
            kind = KINDS.get(row["query_type"])
            if kind:
                value = score(normalise(row["query_name"], kind), normalise(row["list_name"], kind)).score
                yield name, row, value


def ordinary(data: Path) -> dict[str, Any]:
    """Return how often ordinary names raise somebody of OFAC's list: by script, by country, and the names."""
    from screening.watchlists import formats

    records = formats.read(data / "lists" / "ofac_sdn_2024-01", "ofac_sdn")
    index = NameIndex.build((r.entity_key, n.name, r.kind, n.kind == "weak") for r in records for n in r.names)
    clean_rows = [*rows(data / "suppliers" / "clean_orgs.csv"), *rows(data / "persons" / "clean_persons.csv")]
    found = index.search_many([(row["name"], KINDS[row["type"]]) for row in clean_rows], k=1)
    scripts: defaultdict[str, list[bool]] = defaultdict(list)
    countries: defaultdict[str, list[bool]] = defaultdict(list)
    raised = []
    for row, hits in zip(clean_rows, found, strict=True):
        scripts[f"{row['type']}: {script_of(row['name'])}"].append(bool(hits))
        if row["type"] == "person":
            countries[row["country"]].append(bool(hits))
        if hits:
            raised.append((hits[0].score, row["name"], hits[0].name, row["type"]))
    return {"scripts": rates(scripts), "countries": rates(countries), "names": sorted(raised, reverse=True),
            "asked": len(clean_rows)}  # fmt: skip


def rates(groups: dict[str, list[bool]]) -> dict[str, tuple[int, int]]:
    """Return names asked and raised of each group large enough to say anything, the most raised first."""
    told = {name: (len(found), sum(found)) for name, found in groups.items() if len(found) >= LEAST_NAMES}
    return dict(sorted(told.items(), key=lambda item: -item[1][1] / item[1][0]))


def report(data: Path) -> dict[str, Any]:
    """Return everything."""
    kinds: defaultdict[str, Tally] = defaultdict(Tally)
    scripts: defaultdict[str, Tally] = defaultdict(Tally)
    for name, row, value in labelled(data):
        match = row["is_match"] == "1"
        query, listed = row["query_name"], row["list_name"]
        kinds[f"{name}: {row['category'].split(':')[0]}"].add(query, listed, value, match=match)
        scripts[script_of(query, listed)].add(query, listed, value, match=match)
    return {"kinds": {name: tally.report() for name, tally in kinds.items()},
            "scripts": {name: tally.report() for name, tally in scripts.items()},
            "ordinary": ordinary(data)}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(report(Path(sys.argv[1])), ensure_ascii=False))
