import os
import subprocess
import sys

import pytest

from core import cli
from core.config import ROOT
from core.errors import Invalid
from core.pg import Server


def fairgate(*arguments, **given):
    return subprocess.run(
        [sys.executable, "-P", "-m", "core.cli", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **given},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_names_every_group_and_imports_none():
    question = (
        "import sys; from core.cli import fairgate;"
        " fairgate(['--help'], standalone_mode=False); print(list(sys.modules))"
    )
    answered = subprocess.run(
        [sys.executable, "-c", question],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    for name, (place, purpose) in cli.GROUPS.items():
        assert f"  {name} " in answered.stdout
        assert purpose in " ".join(answered.stdout.split())
        assert f"'{place.partition(':')[0]}'" not in answered.stdout
    assert "'flask'" not in answered.stdout


@pytest.mark.slow
def test_the_database_is_made_ready_whether_or_not_it_runs_already(tmp_path):
    done = fairgate("database", "upgrade", FAIRGATE_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "The database has its roles and the newest schema.\n"), done.stderr
    with Server(tmp_path, fsync=False) as running:
        shown = fairgate("database", "roles", FAIRGATE_DATA=str(tmp_path))
        assert "job worker  FAIRGATE_DATABASE='user=fairgate_worker " in shown.stdout
        assert running.alive


def test_a_fault_of_the_surroundings_is_one_sentence(tmp_path):
    refused = fairgate("database", "upgrade", FAIRGATE_DATA=str(tmp_path), DATABASE_URL="mysql://db")
    assert refused.returncode == 1
    assert refused.stderr == "DATABASE_URL must begin with postgresql:// and name a PostgreSQL server.\n"


def test_a_refusal_is_said_with_its_values_and_fields(monkeypatch):
    def refuse(**_):
        raise Invalid("folder", "There is nothing in %(folder)s.", {"people.csv": "is missing"}, folder="demo")

    monkeypatch.setattr(cli, "fairgate", refuse)
    monkeypatch.setattr(cli, "exit_on_sigterm", lambda: None)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == "There is nothing in demo.\n  people.csv: is missing"
