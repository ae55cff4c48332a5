"""Every figure in one run: ``make bench``. Ratios are what to trust; wall times depend on what else runs.

``python -m bench --quick`` takes a tenth of the names, for small machines and for a first look.
"""

import platform
import subprocess
import sys
from os import cpu_count

PARTS = (
    ("The public page under 32 connections, against a bare route on the same server", "bench.public"),
    ("Decisions of sixteen officers at once, against a bare route on the same server", "bench.decisions"),
    ("Names against the flagged lists: found, left alone, how fast, beside the peers that are here", "bench.screening"),
    ("The officer's queue over 50,000 applications beside 500", "bench.queue"),
    ("A supplier list of 100,000 rows: checked, imported, screened against the full list", "bench.imports"),
)


def main() -> int:
    """Run each part in a process of its own; the exit code is that of the first that failed."""
    print(f"{platform.machine()}, {cpu_count()} processors, Python {platform.python_version()}")
    quick = {"bench.screening": ["--quick"], "bench.queue": ["--quick"]} if "--quick" in sys.argv[1:] else {}
    for title, module in PARTS:
        print(f"\n== {title}", flush=True)
        code = subprocess.run([sys.executable, "-m", module, *quick.get(module, [])], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
