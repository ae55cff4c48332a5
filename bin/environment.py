"""Make .venv and fill it with the pinned packages: the second half of bin/setup, standard library only."""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "fairgate.json"  # what is installed; written last
UNFINISHED = (
    VENV / "fairgate.unfinished"
)  # there while a set-up runs: found at start, the last one was cut short


def main(arguments: Sequence[str]) -> None:
    """Install the requirement files named before ``--``, then become .venv's Python with what follows it."""
    files, _, command = _split(arguments)
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    wanted = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in files}
    if not _is_ready(wanted):
        with _one_at_a_time():
            if not _is_ready(wanted):
                _set_up(wanted)
    if command:
        # -P: a folder called “core” where the person stands is not ours; the path serves our child processes.
        os.environ["PYTHONPATH"] = str(ROOT)
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), "-P", *command])  # noqa: S606  no shell is wanted


def _split(arguments: Sequence[str]) -> tuple[Sequence[str], str, Sequence[str]]:
    if "--" not in arguments:
        return arguments, "", ()
    cut = arguments.index("--")
    return arguments[:cut], "--", arguments[cut + 1 :]


def _is_ready(wanted: dict[str, str]) -> bool:
    """Return whether .venv holds the files' packages, for its Python of today, at the place it was made."""
    stamp = _stamp()
    installed = stamp.get("files", {})
    return (
        not UNFINISHED.exists()
        and all(installed.get(name) == digest for name, digest in wanted.items())
        and stamp.get("root") == str(ROOT)
        and stamp.get("python") == _version_of(PYTHON)
    )


def _stamp() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(STAMP.read_text())
        return found
    except (OSError, ValueError):
        return {}


def _version_of(python: Path) -> str | None:
    """Return “3.11” for a working interpreter (a system upgrade can leave .venv without one)."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        asked = subprocess.run([python, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold a lock on this very file: it is always there, and a killed set-up leaves nothing to clear away."""
    with Path(__file__).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is running; waiting for it.", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _set_up(wanted: dict[str, str]) -> None:
    stamp, uv = _stamp(), _uv()
    print(f"Setting up {', '.join(wanted)} in .venv (once; about a minute with a cold cache).", flush=True)
    if not _can_be_kept(stamp, uv):
        stamp = {}
        _make_environment(uv)
    UNFINISHED.touch()
    _install(list(wanted), uv)
    files = {**stamp.get("files", {}), **wanted}
    STAMP.write_text(json.dumps({"root": str(ROOT), "python": _version_of(PYTHON), "files": files}))
    UNFINISHED.unlink()


def _can_be_kept(stamp: dict[str, Any], uv: str | None) -> bool:
    """Return whether .venv is whole, so that only packages need changing; one made by hand may be kept."""
    version = _version_of(PYTHON)
    return (
        version is not None
        and not UNFINISHED.exists()
        and stamp.get("root", str(ROOT)) == str(ROOT)
        and stamp.get("python", version) == version
        and (uv is not None or _has_pip())
    )


def _uv() -> str | None:
    """Return uv where there is a working one: the same from the same hashes in a third of the time."""
    found = shutil.which("uv")
    if found is None:
        return None
    works = subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    return found if works else None


def _has_pip() -> bool:
    asked = subprocess.run([PYTHON, "-I", "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def _make_environment(uv: str | None) -> None:
    if uv is None and (
        importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None
    ):
        version = "{}.{}".format(*sys.version_info[:2])
        sys.exit(
            f"Python {version} is here without its venv module; "
            f"install it (Debian, Ubuntu: apt-get install python{version}-venv) and start again."
        )
    shutil.rmtree(VENV, ignore_errors=True)
    command = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    _run([*command, str(VENV)], "The environment .venv could not be made; the message is above.")


def _install(files: list[str], uv: str | None) -> None:
    command = (
        [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        if uv
        else [
            str(PYTHON),
            "-I",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
        ]
    )
    named = [part for name in files for part in ("-r", name)]
    _run(
        [*command, "--require-hashes", "--only-binary", ":all:", *named],
        "The packages could not be installed; the message is above (is there a network?).",
    )


def _run(command: list[str], sentence: str) -> None:
    """Run one step to its end, ending it when we are told to stop; exit with `sentence` when it fails."""
    step = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        code = step.wait()
    except BaseException:
        step.terminate()
        step.wait()
        raise
    if code:
        sys.exit(sentence)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
