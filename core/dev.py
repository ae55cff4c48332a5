"""`bin/run` in Python: database, web server, job worker and figures, started and stopped as one."""

import contextlib
import csv
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import urlsplit

from core.config import ROOT, ConfigurationError, Settings, ensure_writable
from core.pg import Server
from core.ports import answers, check_ports, free_port
from core.processes import Lock, end, exit_on_sigterm, identity, run_to_end, spawn, wait_until

DEMONSTRATION = ROOT / "demo"
_FIRST_ANSWER = 120.0  # seconds within which the web server must answer
_PARTING = 8.0  # seconds that a child gets to finish what it is doing
_SECOND_LOOK = 0.2  # seconds between two looks at the children


def main() -> int:
    """Run Fairgate until a signal or a failure; return the exit code."""
    exit_on_sigterm()
    begun = time.monotonic()
    try:
        settings = Settings.from_environment()
        ensure_writable(settings.data_dir)
        with Run(settings) as run:
            run.start()
            _welcome(settings, time.monotonic() - begun, run.log)
            return run.watch()
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, SystemExit):
        print("Fairgate has stopped.", flush=True)
        return 0


class Run:
    """Everything that one `bin/run` has started; leaving the `with` block ends all of it."""

    def __init__(self, settings: Settings) -> None:
        """Describe the run; nothing is started yet."""
        self.settings = settings
        self.log: Path | None = settings.data_dir / "fairgate.log" if sys.stderr.isatty() else None
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._server: Server | None = None
        self._notes = settings.data_dir / "run.json"
        self._half_loaded = settings.data_dir / "demonstration.unfinished"
        self._lock = Lock(settings.data_dir / "run.lock")
        self._exits = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Take the data folder for ourselves and end what a killed run left in it."""
        if not self._lock.acquire():
            raise ConfigurationError(
                f"Fairgate is already running on {self.settings.data_dir} (process {self._lock.holder}). "
                "Stop it, or choose another folder with FAIRGATE_DATA=/path/to/folder bin/run."
            )
        self._end_leftovers()
        return self

    def __exit__(self, *_: object) -> None:
        """End the children, then the database they use."""
        try:
            self._stop_children()
        finally:
            self._exits.close()
            self._notes.unlink(missing_ok=True)
            self._lock.release()

    def start(self) -> None:
        """Start everything and return when the first request is answered."""
        settings = self.settings
        check_ports(settings)
        from core import ready  # psycopg takes a third of a second, and a taken port is known before

        compiling = self._compile()
        self._discard_half_loaded()
        urls, self._server = self._exits.enter_context(ready.database(settings))
        figures = settings.data_dir / "figures"
        shutil.rmtree(figures, ignore_errors=True)
        figures.mkdir(mode=0o700)
        shared = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PORT": str(settings.port),
            "FAIRGATE_DATA": str(settings.data_dir),
            "PROMETHEUS_MULTIPROC_DIR": str(figures),
            **stand_in(settings),
        }
        web, worker = ({**shared, "FAIRGATE_DATABASE": url} for url in (urls.app, urls.worker))
        with self._output() as output:
            if settings.demo and DEMONSTRATION.is_dir() and is_empty(urls.owner):
                compiling.wait()
                self._load_demonstration(worker)
            self._spawn("web server", [*_gunicorn(settings)], web, output)
            self._wait_for_answer()
            # The rest after the first answer: together they would only take the processor from one another.
            for _ in range(settings.workers - 1):
                self._children["web server"].send_signal(signal.SIGTTIN)  # to gunicorn: one worker more
            if "FAIRGATE_STRIPE_URL" in shared:
                self._spawn("stand-in for Stripe", ["-m", "stripe_stand_in.app"], shared, output)
            self._spawn("job worker", ["-m", "worker"], worker, output)
            self._spawn("figures", ["-m", "core.metrics", str(settings.metrics_port)], shared, output)

    def watch(self) -> int:
        """Wait until something ends by itself, say what it was, and return the exit code for that."""
        while True:
            for name, child in self._children.items():
                if child.poll() is not None:
                    hint = self._where_to_look(child.returncode)
                    print(f"The {name} has ended by itself ({hint}). Fairgate stops.", file=sys.stderr)
                    return 1
            if self._server is not None and not self._server.alive:
                print(f"PostgreSQL has ended by itself; see {self._server.log}.", file=sys.stderr)
                return 1
            time.sleep(_SECOND_LOOK)

    def _where_to_look(self, code: int) -> str:
        return f"code {code}; " + (f"see {self.log}" if self.log else "its last words are above")

    def _spawn(self, name: str, arguments: list[str], environment: dict[str, str], output: Any) -> None:
        self._children[name] = spawn(
            [sys.executable, "-P", *arguments],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        notes = {child.pid: identity(child.pid) for child in self._children.values()}
        self._notes.write_text(json.dumps(notes))

    @contextlib.contextmanager
    def _output(self) -> Iterator[IO[bytes] | None]:
        """Yield where the children write: a file when a person watches the terminal, else where we write."""
        if self.log is None:
            yield None
        else:
            with self.log.open("ab") as file:
                yield file

    def _compile(self) -> "subprocess.Popen[bytes]":
        """Have the name screening compiled while the database is made: once per version, later starts find it done.

        If it fails, whoever screens first compiles, or says why it cannot be done.
        """
        command = [sys.executable, "-P", "-m", "screening.warm_up"]
        process = spawn(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, stdin=subprocess.DEVNULL)
        self._exits.callback(end, process.pid, (signal.SIGTERM, 2.0), (signal.SIGKILL, 2.0))
        return process

    def _load_demonstration(self, environment: dict[str, str]) -> None:
        print("Loading the demonstration…", flush=True)
        self._half_loaded.touch()
        command = [sys.executable, "-P", "-m", "core.cli", "demo", "load", str(DEMONSTRATION)]
        if run_to_end(command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
            raise ConfigurationError(
                "The demonstration could not be loaded; the reason is above. Start without it: FAIRGATE_DEMO=0 bin/run."
            )
        self._half_loaded.unlink()

    def _discard_half_loaded(self) -> None:
        """Begin anew after a first start that was cut short while it loaded: nothing else can be in there yet."""
        if not self._half_loaded.exists():
            return
        if self.settings.database_url is not None:
            raise ConfigurationError(
                "The demonstration was only partly loaded into the database of DATABASE_URL; "
                f"empty that database, remove {self._half_loaded}, and start again."
            )
        Server(self.settings.data_dir).discard()
        self._half_loaded.unlink()

    def _wait_for_answer(self) -> None:
        web = self._children["web server"]
        answered = wait_until(
            lambda: web.poll() is not None or answers(self.settings.host, self.settings.port), _FIRST_ANSWER
        )
        if web.poll() is not None:
            hint = self._where_to_look(web.returncode)
            raise ConfigurationError(f"The web server could not start ({hint}).")
        if not answered:
            raise ConfigurationError(f"The web server did not answer within {_FIRST_ANSWER:.0f} seconds.")

    def _end_leftovers(self) -> None:
        """End the children of a run that was killed with -9 (where the system can, they have ended)."""
        try:
            noted: dict[str, str] = json.loads(self._notes.read_text())
        except (OSError, ValueError):
            return
        for pid, known in noted.items():
            if identity(int(pid)) == known:
                end(int(pid), (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0), group=True)
        self._notes.unlink(missing_ok=True)

    def _stop_children(self) -> None:
        """Ask all children at once to finish, then wait for each; a second Ctrl-C ends the waiting."""
        for child in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)
        patience = time.monotonic() + _PARTING
        with contextlib.suppress(KeyboardInterrupt, SystemExit):
            for child in self._children.values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(max(0.0, patience - time.monotonic()))
        for child in self._children.values():
            end(child.pid, (signal.SIGKILL, 5.0), group=True)
            child.wait()
        self._children.clear()


def stand_in(settings: Settings) -> dict[str, str]:
    """Return what tells the stand-in for Stripe and the application of each other; nothing where Stripe is configured.

    Only a demonstration has one: a real licence must not be had for money that never moved. The key is new each time.
    """
    if settings.stripe_key or not settings.demo:
        return {}
    port = settings.stand_in_port or free_port(settings.host)
    key, secret = f"sk_test_standin{secrets.token_hex(16)}", f"whsec_{secrets.token_hex(16)}"
    url = f"http://127.0.0.1:{port}"
    ours = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    return {
        "FAIRGATE_STRIPE_KEY": key,
        "FAIRGATE_STRIPE_WEBHOOK_SECRET": secret,
        "FAIRGATE_STRIPE_URL": url,
        "STAND_IN_KEY": key,
        "STAND_IN_SECRET": secret,
        "STAND_IN_HOST": "127.0.0.1" if settings.host == "localhost" else settings.host,
        "STAND_IN_PORT": str(port),
        "STAND_IN_URL": f"http://{urlsplit(settings.base_url).hostname}:{port}",
        "STAND_IN_WEBHOOK": f"http://{ours}:{settings.port}/stripe/events",
        "STAND_IN_FILE": str(settings.data_dir / "stand_in.sqlite"),
    }


def _gunicorn(settings: Settings) -> Iterator[str]:
    yield from ("-m", "gunicorn", "--worker-class", "gthread", "--no-control-socket")
    yield from ("--bind", f"{settings.host}:{settings.port}")
    yield from ("--workers", "1", "--threads", str(settings.threads))
    yield from ("--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning")
    yield from ("--logger-class", "core.server_log.ServerLog")
    if os.access("/dev/shm", os.W_OK):  # noqa: S108  a heartbeat file must not wait for a disk
        yield from ("--worker-tmp-dir", "/dev/shm")  # noqa: S108
    yield "app:serve()"


def is_empty(owner_url: str) -> bool:
    """Return whether nobody has been entered into the system yet."""
    import psycopg

    with psycopg.connect(owner_url, connect_timeout=10) as connection:
        row = connection.execute("SELECT NOT EXISTS (SELECT FROM person)").fetchone()
    return bool(row and row[0])


def sign_ins(folder: Path) -> list[tuple[str, str, str]]:
    """Return role, e-mail and password of each person of a demonstration who can sign in (its people.csv)."""
    try:
        with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        return []
    return [(row["role"], row["email"], row["password"]) for row in rows if row.get("password")]


def _welcome(settings: Settings, seconds: float, log: Path | None) -> None:
    print(f"\nFairgate is running at {settings.base_url} (ready after {seconds:.1f} s)")
    people = sign_ins(DEMONSTRATION) if settings.demo else []
    if people:
        shown = list({person[0]: person for person in reversed(people)}.values())[::-1]  # the first of each role
        widths = [max(len(person[column]) for person in shown) for column in (0, 1)]
        print("\nSign in as one of these people of the demonstration (none of them exists):")
        for role, email, password in shown:
            print(f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {password}")
        if len(people) > len(shown):
            print(f"  … and {len(people) - len(shown)} more in {DEMONSTRATION / 'people.csv'}")
    if log:
        print(f"\nWhat happens is written to {log}")
    print("\nStop with Ctrl-C.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
