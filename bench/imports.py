"""How fast and in how much memory a supplier list is checked, imported and screened.

``python -m bench.imports [ROWS] [--lists FOLDER]``: an embedded PostgreSQL of its own in a temporary folder; the jobs
run in a process of their own, as the worker does, so that its peak memory is theirs alone. FOLDER holds OFAC's files;
without it, the suppliers are screened against made-up names.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

SECRET = "the secret of a bench that nobody else can reach"
WORDS = (
    "Golden", "Blue", "River", "Eastern", "Royal", "Union", "Green", "Star", "Delta", "Prime", "Silver", "Lotus",
    "Orient", "Crown", "Apex", "Nova", "Summit", "Harbour", "Falcon", "Cedar", "Maple", "Pearl", "Ocean", "Desert",
    "Valley", "Mountain", "Bright", "Crystal", "Noble", "Grand",
)  # fmt: skip
TRADES = (
    "Garments", "Textiles", "Foods", "Plastics", "Metals", "Electronics", "Fisheries", "Footwear", "Packaging",
    "Chemicals", "Rubber",
)  # fmt: skip
PLACES = (
    ("Dhaka", "Bangladesh"), ("Pune", "India"), ("Lahore", "Pakistan"), ("Kathmandu", "Nepal"), ("Penang", "Malaysia"),
    ("Hanoi", "Viet Nam"), ("Izmir", "Türkiye"), ("Colombo", "Sri Lanka"),
)  # fmt: skip


def rows(count: int) -> bytes:
    """Return a list of `count` suppliers: one in fifty refused, one in forty with a broker."""
    lines = ["external_ref,supplier_name,address,city,country,tier,workers_total,broker_name,broker_licence_no"]
    for n in range(count):
        first, second = WORDS[n % len(WORDS)], WORDS[(n // 7) % len(WORDS)]
        city, country = PLACES[n % len(PLACES)]
        country = "Nowhere" if n % 50 == 0 else country
        broker = f"{second} Manpower {n % 97},RA-{n % 300:05d}" if n % 40 == 0 else ","
        lines.append(
            f"V-{n},{first} {second} {TRADES[n % len(TRADES)]} {n} Ltd,{n} {second} Road Block {n % 90},{city},"
            f"{country},{n % 3 + 1},{n % 900 + 20},{broker}"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def peak() -> float:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print rows per second of each step, suppliers screened per second, and peak memory."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--lists", default="../shared/data/screening/lists/ofac_sdn_2024-01")
    parser.add_argument("--no-screening", action="store_true")
    given = parser.parse_args()
    from core import migrate, roles
    from core.pg import Server

    with tempfile.TemporaryDirectory(prefix="fairgate-bench-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder) / "data", fsync=False)
        try:
            url = make_conninfo(server.start(), dbname="postgres")
            urls = roles.bootstrap(url, SECRET)
            migrate.upgrade(urls.owner)
            environment = {**os.environ, "FAIRGATE_DATA": str(Path(folder) / "data"), "FAIRGATE_SECRET_KEY": SECRET}
            for part in ("upload", "import") if given.no_screening else ("upload", "import", "screen"):
                command = [sys.executable, "-m", "bench.imports_part", part, urls.worker, str(given.rows), given.lists]
                subprocess.run(command, check=True, env=environment)
        finally:
            server.stop()


@dataclass
class Counted:
    """What a step asked of PostgreSQL, counted by `counting`; unlike seconds it does not depend on what else runs."""

    statements: int = 0


def timed(label: str, count: int, step: Callable[..., None], counted: Counted | None = None) -> None:
    """Run a step and print what it did per second, its own processor time, and its statements per 1,000 rows."""
    begun, busy = time.perf_counter(), time.process_time()
    asked = counted.statements if counted else 0
    step()
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    line = f"{label:<32}{count:>9,} in {seconds:6.1f} s  {count / seconds:>9,.0f}/s  {busy:5.1f} s of it ours"
    if counted:
        line += f"  {(counted.statements - asked) * 1000 / count:6.2f} statements per 1,000"
    print(f"{line}  {peak():4.0f} MB", flush=True)


if __name__ == "__main__":
    main()
