"""Count how often words stand in names and write screening/frequencies.txt.

    python bench/word_frequencies.py SCREENING_DATA_FOLDER [odd|even]

Counted are the names of the OFAC list (public domain) and of ordinary traders and persons (MIT); words of fewer
than LEAST names are left out, so that no listed or private person's rare name is in the file. With ``odd`` or
``even`` only every other ordinary name is counted, to measure the alert rate on the rest.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from screening.names import Kind, normalise
from screening.watchlists import formats

LEAST = 6
TARGET = Path(__file__).parent.parent / "screening" / "frequencies.txt"


def ordinary(folder: Path, half: str) -> list[tuple[str, Kind]]:
    found: list[tuple[str, Kind]] = []
    for path, kind in (("suppliers/clean_orgs.csv", "organisation"), ("persons/clean_persons.csv", "person")):
        with (folder / path).open(encoding="utf-8", newline="") as file:
            found += [(row["name"], kind) for row in csv.DictReader(file)]
    return found if not half else found[1 if half == "odd" else 0 :: 2]


def main() -> None:
    folder, half = Path(sys.argv[1]), "".join(sys.argv[2:3])
    names: list[tuple[str, Kind]] = ordinary(folder, half)
    for record in formats.read(folder / "lists" / "ofac_sdn_2024-01", "ofac_sdn"):
        names += [(name.name, record.kind) for name in record.names]
    counts: Counter[str] = Counter()
    for name, kind in names:
        counts.update({word for word in normalise(name, kind).tokens if len(word) > 1 and not word.isdigit()})
    common = sorted((word, count) for word, count in counts.items() if count >= LEAST)
    lines = [f"names {len(names)}", *(f"{word} {count}" for word, count in common)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(names)} names, {len(counts)} words, {len(common)} kept")


if __name__ == "__main__":
    main()
