"""Child processes that end when they should: with their parent, in their whole group, only if ours."""

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from core.config import ConfigurationError

_PR_SET_PDEATHSIG = 1
_PAUSE = 0.02  # seconds between two looks at something that is about to happen


def exit_on_sigterm() -> None:
    """Turn SIGTERM into SystemExit, so that `finally` and `with` end what this process has started."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def spawn(
    command: Sequence[str],
    *,
    parting: signal.Signals = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start `command` as the leader of its own session, so that a terminal's Ctrl-C reaches only its parent.

    Where the system can (Linux), it is sent `parting` when the calling thread ends for any reason, kill -9
    included; elsewhere the next start finds it by its pid file. Call it from the main thread.
    """
    return subprocess.Popen(
        list(command),
        start_new_session=True,
        preexec_fn=_die_with_parent(parting),  # noqa: PLW1509  two system calls, no locks, no imports
        **options,
    )


def run_to_end(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run `command` as `spawn` does and wait; told to stop meanwhile, we end its whole group first."""
    process = spawn(command, **options)
    try:
        output, errors = process.communicate()
    except BaseException:
        end(process.pid, (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0), group=True)
        process.communicate()
        raise
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def _die_with_parent(parting: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def after_fork() -> None:
        prctl(_PR_SET_PDEATHSIG, int(parting))
        if os.getppid() != parent:  # it died between fork and the line above
            os._exit(1)

    return after_fork


def identity(pid: int) -> str | None:
    """Return what tells process `pid` from a later one of the same number, or None when it is not running.

    A zombie (dead, but not yet waited for by its parent) is not running.
    """
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.joinpath("self").exists():
        try:
            state, *rest = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if state in "ZX" else rest[18]  # field 22 of proc(5): start time since boot
    answer = subprocess.run(
        ["ps", "-o", "state=,lstart=", "-p", str(pid)],  # noqa: S607  where it is differs between systems
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return None if not answer or answer.startswith("Z") else answer.partition(" ")[2].strip()


def end(pid: int, *steps: tuple[signal.Signals, float], group: bool = False) -> bool:
    """Send each signal of `steps` in turn and wait the given seconds; return whether the process has ended.

    With `group`, `pid` leads a process group and the signals go to all of it.
    """
    known = identity(pid)
    if known is None and not (group and _group_lives(pid)):
        return True
    for number, seconds in steps:
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(pid, number)
        if wait_until(lambda: _ended(pid, known, group=group), seconds):
            return True
    return False


def _ended(pid: int, known: str | None, *, group: bool) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    now = identity(pid)
    return (now is None or now != known) and not (group and _group_lives(pid))


def _group_lives(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Return whether `condition` came true within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True


class Lock:
    """A file that one living process at a time can hold; free again when that one ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock and write our pid into the file; return False where another process holds it.

        Raises ConfigurationError where the file is another user's.
        """
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise ConfigurationError(
                f"{self.path} belongs to another user; run as that user, or choose another folder with "
                "FAIRGATE_DATA=/path/to/folder bin/run."
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor
        return True

    @property
    def descriptor(self) -> int | None:
        """The open file while this object holds the lock; a child that inherits it holds the lock as well."""
        return self._descriptor

    @property
    def holder(self) -> int:
        """The pid of the process that took the lock; it may be gone, with a child of it still holding on."""
        return int(self.path.read_text() or 0)

    def release(self) -> None:
        """Give the lock back; the file stays, because removing it would let two processes hold “the” lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
