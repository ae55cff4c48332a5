"""Our tool and its peers through the shared bench's adapters, each run in a process of its own, one after the other."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OURS = "command"


@dataclass(frozen=True)
class Tool:
    """A matcher of the shared bench.

    Attributes:
        adapter: its name there.
        title: how the tables call it.
        needs: modules its interpreter must have.
        interpreter: variable that names an interpreter with these modules, tried when this one lacks them.
        variable: environment variable it cannot run without, if any.
        speed: names to measure its speed with, so that no peer takes longer than some minutes.
        judged: whether it also scores single pairs.
        more: files of the data that variables have to name.
    """

    adapter: str
    title: str
    needs: tuple[str, ...] = ("rapidfuzz", "numpy")
    interpreter: str = "PEERS_PYTHON"
    variable: str = ""
    speed: int = 400
    judged: bool = True
    more: Mapping[str, str] = field(default_factory=dict)


TOOLS = (
    Tool(OURS, "Fairgate", speed=19_302),  # every ordinary name once
    Tool("rf_token_sort", "rapidfuzz token_sort_ratio", speed=2_000),
    Tool("rf_token_set", "rapidfuzz token_set_ratio"),
    Tool("rf_wratio", "rapidfuzz WRatio", speed=200),
    Tool("rf_jw_norm", "Jaro-Winkler, normalised", ("rapidfuzz", "anyascii", "rigour"), speed=2_000),
    Tool("logic_v2", "nomenklatura logic-v2 over 50 candidates", ("nomenklatura", "rapidfuzz"), speed=200),
    Tool("logic_v1", "nomenklatura logic-v1 over 50 candidates", ("nomenklatura", "rapidfuzz"), speed=200),
    Tool(
        "emm",
        "EMM, trained",
        ("emm", "numpy"),
        "EMM_PYTHON",
        speed=1_000,
        judged=False,
        more={"EMM_TRAIN": "cases/synthetic_ofac.csv"},
    ),
    Tool("watchman", "watchman", variable="WATCHMAN_DRIVER", speed=1_000),
)


class Bench:
    """The shared bench, where it is."""

    def __init__(self, shared: Path, folder: Path) -> None:
        self.code = shared / "bench" / "screening"
        self.data = shared / "data" / "screening"
        self.folder = folder

    @property
    def here(self) -> bool:
        """Whether bench and data are both there."""
        return (self.code / "run.py").is_file() and (self.data / "cases").is_dir()

    @property
    def clean(self) -> list[str]:
        """The files of ordinary names, as arguments."""
        files = ("suppliers/clean_orgs.csv", "persons/clean_persons.csv")
        return [part for name in files for part in ("--clean", str(self.data / name))]

    def run(self, tool: Tool, mode: str, *arguments: object) -> dict[str, Any]:
        """Return the report of one mode; the tool's own text goes nowhere unless it fails."""
        out = self.folder / f"{tool.adapter}-{mode}.json"
        command = [interpreter(tool), str(self.code / "run.py"), mode, "--adapter", tool.adapter, "--out", str(out)]
        environment = {**os.environ, **ours(), "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {name: str(self.data / file) for name, file in tool.more.items()}
        done = subprocess.run(
            [*command, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            message = f"{tool.title} failed:\n{done.stderr[-2000:]}"
            raise RuntimeError(message)
        found: dict[str, Any] = json.loads(out.read_text())["result"]
        return found

    def pairs(self, tool: Tool) -> dict[str, Any]:
        """Return the report on the labelled pairs, by file."""
        found = self.run(tool, "pairs", "--data", self.data / "cases")
        return {Path(name).stem: report for name, report in found.items()}

    def retrieval(self, tool: Tool, limit: int | None) -> dict[str, Any]:
        """Return the report on finding listed entities; all tools get the same sample."""
        cases = self.data / "cases" / "synthetic_ofac.csv"
        sample = ("--limit", limit) if limit else ()
        return self.run(tool, "retrieval", "--shared", self.data, "--cases", cases, *self.clean, *sample)

    def throughput(self, tool: Tool, limit: int, names: Path | None = None) -> dict[str, Any]:
        """Return the report on speed, against OFAC's list or against `names`."""
        chosen = ("--list", names) if names else ()
        return self.run(tool, "throughput", "--shared", self.data, *self.clean, "--limit", limit, *chosen)

    def ofac_list(self) -> Path:
        """Write OFAC's list in the flat form and return where it is."""
        path = self.folder / "ofac.csv"
        code = "import sys, lists; lists.write_flat((r for r in lists.ofac(sys.argv[1]) if r['name']), sys.argv[2])"
        folder = self.data / "lists" / "ofac_sdn_2024-01"
        subprocess.run([sys.executable, "-c", code, str(folder), str(path)], check=True, cwd=self.code)
        return path

    def scale_list(self, count: int) -> Path:
        """Make a list of `count` names and return where it is."""
        path = self.folder / f"list-{count}.csv"
        if not path.exists():
            command = [sys.executable, str(self.code / "make_scale_list.py"), "--shared", str(self.data)]
            subprocess.run([*command, "--n", str(count), "--out", str(path)], check=True, stdout=subprocess.DEVNULL)
        return path


def ours() -> dict[str, str]:
    """Return the environment that lets the shared bench drive this very checkout."""
    from screening.scoring import ALERT_THRESHOLD

    command = f"env PYTHONPATH={ROOT} {sys.executable} -P -m core.cli screening"
    return {"COMMAND": command, "COMMAND_THRESHOLD": str(ALERT_THRESHOLD)}


def interpreter(tool: Tool) -> str:
    """Return an interpreter that has the tool's packages, or nothing."""
    if tool.variable and not os.environ.get(tool.variable):
        return ""
    code = "import importlib.util, sys; sys.exit(not all(importlib.util.find_spec(m) for m in sys.argv[1:]))"
    for python in (sys.executable, os.environ.get(tool.interpreter, "")):
        if python and subprocess.run([python, "-c", code, *tool.needs], check=False).returncode == 0:
            return python
    return ""


def chosen(*, peers: bool) -> list[Tool]:
    """Return the tools that can run here, and say which cannot."""
    present = []
    for tool in TOOLS if peers else TOOLS[:1]:
        if interpreter(tool):
            present.append(tool)
        else:
            lacking = tool.variable or f"{' and '.join(tool.needs)} (or {tool.interpreter}, an interpreter with them)"
            print(f"{tool.title}: left out, because there is no {lacking}.", flush=True)
    return present


def folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for lists and reports that vanishes afterwards."""
    return tempfile.TemporaryDirectory(prefix="fairgate-bench-")
