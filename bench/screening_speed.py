"""What the shared bench does not measure: a changed list against stored customers, and a worker's first answer."""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

CHANGED = 30  # listed names of an ordinary day's change


def customers(path: Path, count: int | None) -> list[tuple[str, str]]:
    """Return names and kinds of a flat list, which stand for stored customers."""
    from screening.flat_lists import entries

    chosen = islice(entries(path), count)
    return [(entry[1], entry[2]) for entry in chosen]


def changed(data: Path) -> list[tuple[str, str, bool]]:
    """Return the primary names that OFAC added on real days, the newest thirty."""
    rows = list(csv.reader((data / "lists/ofac_sdn_delta_2024-01_2024-05/sdn_delta.csv").open(encoding="utf-8")))
    added = [row[2:] for row in rows[1:] if row[1] == "add"]
    kinds = {"individual": "person"}
    return [(row[1], kinds.get(row[2].strip().lower(), "organisation"), False) for row in added[-CHANGED:]]


def delta(path: Path, data: Path, count: int | None, *, whole: bool) -> dict[str, Any]:
    """Measure a change of thirty listed names against stored customers, and whether a full run finds the same."""
    from screening.index import NameIndex
    from screening.scoring import ALERT_THRESHOLD

    stored, listed = customers(path, count), changed(data)
    begun = time.perf_counter()
    index = NameIndex.build((number, name, kind) for number, (name, kind) in enumerate(stored))
    built = time.perf_counter()
    index.hits(listed, threshold=ALERT_THRESHOLD, flipped=True)  # once, as a worker that has answered before
    warm = time.perf_counter()
    found = index.hits(listed, threshold=ALERT_THRESHOLD, flipped=True)
    done = time.perf_counter()
    pairs = {(hit.entry_id, place): hit.score for place, hits in enumerate(found) for hit in hits}
    report = {"customers": len(stored), "changed": len(listed), "build_s": built - begun, "first_s": warm - built,
              "delta_s": done - warm, "alerts": len(pairs), "rss_mb": peak_mb()}  # fmt: skip
    if whole:
        list_index = NameIndex.build((place, *entry) for place, entry in enumerate(listed))
        begun = time.perf_counter()
        answers = list_index.hits(stored, threshold=ALERT_THRESHOLD, threads=2)
        full = {(number, hit.entry_id): hit.score for number, hits in enumerate(answers) for hit in hits}
        report.update(full_s=time.perf_counter() - begun, equal=full == pairs)
    return report


def per_core(path: Path, files: list[Path]) -> dict[str, Any]:
    """Measure names per second of processor time, in one process: what does not depend on who else is at work."""
    from screening.flat_lists import KINDS, entries
    from screening.index import NameIndex

    begun = time.process_time()
    index = NameIndex.build(entries(path))
    built = time.process_time() - begun
    rows = [row for file in files for row in csv.DictReader(file.open(encoding="utf-8", newline=""))]
    asked = [(row["name"], KINDS[row["type"]]) for row in rows]
    index.find(asked[:1_000], threshold=0.7)
    rates = {}
    for threshold in (0.7, 0.6, 0.5):
        begun = time.process_time()
        index.find(asked, threshold=threshold, k=10)
        rates[str(threshold)] = len(asked) / (time.process_time() - begun)
    return {"list_names": len(index), "build_cpu_s": built, "rates": rates}


def ready(path: Path) -> dict[str, Any]:
    """Measure from the start of a process to its first answer against a list, and the memory it then holds."""
    question = json.dumps({"id": 0, "type": "org", "query": "Al Bashayr Trading Co."}) + "\n"
    command = [sys.executable, "-P", "-m", "core.cli", "screening", "search", "--list", str(path)]
    begun = time.perf_counter()
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True, env=os.environ)
    figures: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    begun_pairs = time.perf_counter()
    subprocess.run([*command[:5], "pairs"], input="", capture_output=True, text=True, check=True, env=os.environ)
    return {"ready_s": begun_pairs - begun, "start_s": time.perf_counter() - begun_pairs, **figures}


def peak_mb() -> int:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print a report as JSON: of the delta, or with --per-core; a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--per-core", type=Path, nargs="+", help="files of names to ask")
    parser.add_argument("--count", type=int)
    parser.add_argument("--whole", action="store_true")
    given = parser.parse_args()
    if given.per_core:
        print(json.dumps(per_core(given.path, given.per_core)))
    else:
        print(json.dumps(delta(given.path, given.data, given.count, whole=given.whole)))


if __name__ == "__main__":
    main()
