"""bin/setup on a little checkout of its own: nothing to download, a path with spaces, each failure."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.config import ROOT
from core.processes import identity, wait_until

pytestmark = pytest.mark.slow

# Says where it runs, with what, and what it was given; stands in for the real program.
PROGRAM = """
import json, os, sys
told = {"prefix": sys.prefix, "arguments": sys.argv[1:], "folder": os.getcwd(), "pid": os.getpid()}
print(json.dumps(told))
"""
# A Python without the module that Debian packs apart; everything else about it is real.
WITHOUT_ENSUREPIP = """#!/bin/sh
case "$*" in *environment.py*) ;; *) exec {python} "$@" ;; esac
while [ "$1" != "${{1#-}}" ]; do shift; done
exec {python} -c '
import importlib.util, runpy, sys
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "ensurepip" else real(name, *rest)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
' "$@"
"""


def environment(*folders):
    """A bare machine: the system's own commands and this Python, no uv, no virtual environment."""
    path = [*map(str, folders), "/usr/bin", "/bin"]
    return {"PATH": os.pathsep.join(path), "HOME": "/nonexistent", "PIP_NO_INDEX": "1"}


@pytest.fixture(scope="module")
def python_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("python")
    (folder / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    return folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory, python_folder):
    """A checkout whose requirements are empty, set up once."""
    root = tmp_path_factory.mktemp("a place") / "with spaces and ü"
    shutil.copytree(ROOT / "bin", root / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-dev.txt"):
        (root / name).write_text("# nothing\n")
    (root / "core").mkdir()
    (root / "core" / "dev.py").write_text(PROGRAM)
    made = run(root / "bin" / "setup", "requirements.txt", path=python_folder)
    assert made.returncode == 0, made.stderr
    assert "Setting up requirements.txt" in made.stdout
    return root


def run(*command, path, cwd="/"):
    return subprocess.run(
        [*map(str, command)],
        env=environment(path),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_next_start_sets_nothing_up_and_becomes_the_program(checkout, python_folder, tmp_path):
    (tmp_path / "core").mkdir()  # what lies where the person stands is not ours
    (tmp_path / "core" / "dev.py").write_text("raise SystemExit('the wrong one')")
    started = subprocess.Popen(
        [checkout / "bin" / "run", "--an", "argument with spaces"],
        env=environment(python_folder),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads(started.communicate(timeout=30)[0])
    assert told == {
        "prefix": str(checkout / ".venv"),
        "arguments": ["--an", "argument with spaces"],
        "folder": str(tmp_path),
        "pid": started.pid,  # one process from the shell to the program: no signal gets lost between
    }


def test_a_failed_set_up_says_so_and_the_next_three_at_once_do_it_anew_once(checkout, python_folder):
    file = checkout / "requirements-dev.txt"
    file.write_text("nosuchpackage==1.0 --hash=sha256:" + "0" * 64 + "\n")
    failed = run(checkout / "bin" / "setup", "requirements.txt", "requirements-dev.txt", path=python_folder)
    assert failed.returncode == 1
    assert "The packages could not be installed; the message is above (is there a network?)." in failed.stderr

    half_installed = checkout / ".venv" / "half-installed"
    half_installed.touch()
    file.write_text("# nothing again\n")
    setups = [
        subprocess.Popen(
            [checkout / "bin" / "setup", "requirements.txt", "requirements-dev.txt"],
            env=environment(python_folder),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = "".join(setup.communicate(timeout=60)[0] for setup in setups)
    assert [setup.returncode for setup in setups] == [0, 0, 0]
    assert said.count("Setting up") == 1
    assert not half_installed.exists()
    assert not (checkout / ".venv" / "fairgate.unfinished").exists()


def test_sigterm_during_set_up_ends_the_installation_too(checkout, python_folder):
    pip = checkout / ".venv" / "bin" / "python"
    kept = pip.readlink()
    pip.unlink()
    pip.write_text(f'#!/bin/sh\ncase "$*" in *install*) echo $$ >&2; exec sleep 60;; *) exec {kept} "$@";; esac\n')
    pip.chmod(0o755)
    (checkout / "slow.txt").write_text("# nothing\n")
    try:
        setup = subprocess.Popen(
            [checkout / "bin" / "setup", "slow.txt"],
            env=environment(python_folder),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        installer = int(setup.stderr.readline())
        setup.terminate()
        assert setup.wait(10) == 128 + signal.SIGTERM
        setup.stderr.close()
        assert wait_until(lambda: identity(installer) is None, 5)
        assert (checkout / ".venv" / "fairgate.unfinished").exists()
    finally:
        pip.unlink()
        pip.symlink_to(kept)
        (checkout / ".venv" / "fairgate.unfinished").unlink(missing_ok=True)


def test_a_missing_venv_module_is_one_sentence_with_the_apt_line(checkout, tmp_path):
    python = tmp_path / "python3"
    python.write_text(WITHOUT_ENSUREPIP.format(python=Path(sys.base_prefix) / "bin" / "python3"))
    python.chmod(0o755)
    bare = tmp_path / "bare"
    shutil.copytree(checkout / "bin", bare / "bin")
    (bare / "requirements.txt").write_text("")
    refused = run(bare / "bin" / "run", path=tmp_path)
    version = "{}.{}".format(*sys.version_info[:2])
    assert refused.returncode == 1
    assert refused.stderr == (
        f"Python {version} is here without its venv module; "
        f"install it (Debian, Ubuntu: apt-get install python{version}-venv) and start again.\n"
    )
    assert not (bare / ".venv").exists()


def test_no_python_or_an_old_one_is_one_sentence(checkout, tmp_path):
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    refused = run(checkout / "bin" / "run", path=tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Fairgate needs Python 3.11 or newer, and none was found; install it")
    assert refused.stderr.count("\n") == 1
