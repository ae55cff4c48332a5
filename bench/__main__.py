"""Every figure in one run: ``make bench``. Ratios are what to trust; wall times depend on what else runs."""

import platform
import subprocess
import sys
from os import cpu_count

PARTS = (
    ("The public page under 32 connections, against a bare route on the same server", "bench.public"),
    ("A supplier list of 100,000 rows: checked, imported, screened against the full list", "bench.imports"),
)


def main() -> int:
    """Run each part in a process of its own; the exit code is that of the first that failed."""
    print(f"{platform.machine()}, {cpu_count()} processors, Python {platform.python_version()}")
    for title, module in PARTS:
        print(f"\n== {title}", flush=True)
        code = subprocess.run([sys.executable, "-m", module], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
