"""How many names of a thousand that are on no list each choice of likeness shows.

    python -m bench.search_levels SCREENING_DATA_FOLDER

What is printed goes into screening/search/levels.py, under the version of the scoring. A few of the names taken
for clean are really listed, so each figure is an upper bound.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from screening.index import Entry, NameIndex
from screening.names import Kind
from screening.scoring import MODEL_VERSION
from screening.search.levels import THRESHOLDS


def listed(folder: Path) -> Iterator[Entry]:
    """Yield the primary and alternate names of the OFAC list."""
    kinds: dict[str, Kind] = {}
    for name, places in (("sdn.csv", (0, 1)), ("alt.csv", (0, 3))):
        with (folder / name).open(encoding="latin-1", newline="") as file:
            for row in csv.reader(file):
                if len(row) <= places[1]:
                    continue
                if name == "sdn.csv":
                    kinds[row[0]] = "person" if row[2].strip() == "individual" else "organisation"
                if row[0] in kinds:
                    yield row[places[0]], row[places[1]], kinds[row[0]]


def clean(folder: Path, name: str, kind: Kind) -> list[tuple[str, Kind]]:
    """Return names that are on no list, as far as is known."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return [(row["name"], kind) for row in csv.DictReader(file)]


def main() -> None:
    """Print the share of clean names shown, by choice and by what bears the name."""
    folder = Path(sys.argv[1])
    index = NameIndex.build(list(listed(folder / "lists" / "ofac_sdn_2024-01")))
    asked = {
        "companies": clean(folder / "suppliers", "clean_orgs.csv", "organisation"),
        "persons": clean(folder / "persons", "clean_persons.csv", "person"),
    }
    asked["together"] = asked["companies"] + asked["persons"]
    print(f"{MODEL_VERSION}, {len(index):,} listed names")
    for label, names in asked.items():
        found = index.search_many(names, threshold=min(THRESHOLDS.values()), k=1)
        best = [rows[0].score if rows else 0.0 for rows in found]
        shown = {
            str(level): round(1000 * sum(score >= least for score in best) / len(best), 1)
            for level, least in THRESHOLDS.items()
        }
        print(f"{label:>10} ({len(names):,}): {shown}")


if __name__ == "__main__":
    main()
