"""Name screening: found, left alone, and how fast, beside the peers whose packages are here, in one run.

``python -m bench.screening [--quick] [--no-peers] [--shared ../shared] [--keep FILE.json] [--write docs/screening.md]
[--write-card docs/screening-model.md]``

Runs the shared bench (../shared/bench/screening) for our command line and for each peer, one after the other; then what
that bench does not measure: a million names, a changed list against stored customers, one name over HTTP, a worker's
start. EMM_PYTHON and PEERS_PYTHON name interpreters with the peers' packages. --write and --write-card put the
tables into a page, between its two marks.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import screening_peers as peers
from bench import screening_speed as speed
from bench import screening_tables as tables

SAMPLE, QUICK_SAMPLE = 2_000, 200
MILLION, QUICK_MILLION = 1_000_000, 50_000


def module(name: str, *arguments: object) -> dict[str, Any]:
    """Run a module of the bench in a process of its own and return the report it prints."""
    command = [sys.executable, "-m", name, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def steps(bench: peers.Bench, tools: list[peers.Tool], *, quick: bool) -> list[tuple[str, Callable[[], Any]]]:
    """Return what is measured, by key of the report."""
    sample, count = (QUICK_SAMPLE, QUICK_MILLION) if quick else (SAMPLE, MILLION)
    data, ours = bench.data, tools[0]
    ofac = data / "lists" / "ofac_sdn_2024-01"
    found: list[tuple[str, Callable[[], Any]]] = []
    for tool in tools:
        found.append((f"retrieval/{tool.adapter}", lambda t=tool: bench.retrieval(t, sample)))
        if tool.judged:
            found.append((f"pairs/{tool.adapter}", lambda t=tool: bench.pairs(t)))
        names = tool.speed // 4 if quick else tool.speed
        found.append((f"speed/{tool.adapter}", lambda t=tool, n=names: bench.throughput(t, n)))
    if not quick:
        found.append(("retrieval-whole", lambda: bench.retrieval(ours, None)))
    found += [
        ("scale", lambda: bench.throughput(ours, 2_000 if quick else 19_302, bench.scale_list(count))),
        ("ready", lambda: speed.ready(bench.ofac_list())),
        ("http", lambda: module("bench.screening_http", ofac, *bench.clean[1::2], "--requests",
                                300 if quick else 2_000)),
        ("delta", lambda: module("bench.screening_speed", bench.scale_list(count), data, "--whole")),
        ("processor", lambda: module("bench.screening_speed", bench.ofac_list(), data, "--per-core",
                                     *bench.clean[1::2])),
        ("scale-processor", lambda: module("bench.screening_speed", bench.scale_list(count), data, "--per-core",
                                      *bench.clean[1::2])),
        ("errors", lambda: module("bench.screening_errors", data)),
    ]  # fmt: skip
    return found


def load() -> str:
    """Return how busy the machine is, for whoever reads the figures."""
    return f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"


def main() -> None:
    """Measure, print the tables, keep and write what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth of the names, 50,000 instead of a million")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", default="", help="measure only what begins with this")
    parser.add_argument("--keep", type=Path, help="file for the figures; what it holds already is kept")
    parser.add_argument("--write", type=Path, help="page whose tables are replaced")
    parser.add_argument("--write-card", type=Path, help="model card whose tables of errors are replaced")
    given = parser.parse_args()
    report: dict[str, Any] = json.loads(given.keep.read_text()) if given.keep and given.keep.exists() else {}
    with peers.folder() as folder:
        bench = peers.Bench(given.shared.resolve(), Path(folder))
        if not bench.here:
            print(f"Skipped: the cases and the bench of the peers are not at {given.shared}.")
            return
        tools = peers.chosen(peers=not given.no_peers)
        for key, step in steps(bench, tools, quick=given.quick):
            if key.startswith(given.only):
                before = load()
                print(f"   {key} … ({before})", file=sys.stderr, flush=True)
                report[key] = step()
                report.setdefault("loads", {})[key] = before
                if given.keep:
                    given.keep.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    print("\n".join(tables.summary(report)))
    if given.write:
        tables.write(given.write, tables.summary(report))
    if given.write_card:
        tables.write(given.write_card, tables.card(report["errors"]))


if __name__ == "__main__":
    main()
