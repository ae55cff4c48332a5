"""bin/run from end to end: what it starts, how it stops, and what a killed one leaves behind."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import psycopg
import pytest

from core import pg, unprivileged
from core.config import ROOT, ConfigurationError, Settings
from core.dev import Run, sign_ins
from core.pg import Server
from core.ports import answers
from core.processes import end, identity, wait_until

pytestmark = pytest.mark.slow


def free_port():
    """Return a port that is free, with the next one free for the figures."""
    while True:
        with contextlib.ExitStack() as held:
            sockets = [held.enter_context(socket.socket()) for _ in range(2)]
            sockets[0].bind(("127.0.0.1", 0))
            port = sockets[0].getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                sockets[1].bind(("127.0.0.1", port + 1))
                return port


def environment(**given):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FAIRGATE_", "DATABASE_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "FAIRGATE_DEMO": "0", "FAIRGATE_WORKERS": "2", **given}


def refused(**given):
    """Run to a refusal and return its sentence: one line on standard error, exit code 1."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "core.dev"],
        env=environment(**given),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.strip()


class Running:
    """A bin/run that has said where it is."""

    def __init__(self, data, port):
        self.data, self.port, self.log = data, port, data.with_name("log")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "core.dev"],
                env=environment(FAIRGATE_DATA=str(data), PORT=str(port)),
                cwd="/",
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Stop with" in line:
                return
        self.finish()
        pytest.fail(self.log.read_text()[-3000:])

    def started(self):
        """Return the pid of every process below this one: gunicorn and its workers, jobs, PostgreSQL."""
        below, found = {self.process.pid}, set()
        while below:
            found |= below
            listed = subprocess.run(
                ["ps", "-o", "pid=", "--ppid", ",".join(map(str, below))],
                capture_output=True,
                text=True,
                check=False,
            )
            below = set(map(int, listed.stdout.split()))
        return found - {self.process.pid}

    def commands(self, word):
        found = []
        for pid in self.started():
            with contextlib.suppress(FileNotFoundError):  # PostgreSQL's helpers come and go
                if word in Path(f"/proc/{pid}/cmdline").read_text():
                    found.append(pid)
        return found

    def status(self, path="/livez", port=None):
        with urllib.request.urlopen(f"http://127.0.0.1:{port or self.port}{path}", timeout=10) as answer:
            return answer.status

    def finish(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.communicate(timeout=30)
        return self.process.returncode


@pytest.fixture
def run():
    """Return Running; what a failing test leaves running is ended."""
    with contextlib.ExitStack() as running:

        def start(data, port):
            started = Running(data, port)
            running.callback(started.finish)
            return started

        yield start


@pytest.fixture
def gone():
    """Return a check that no process of a list is left, and end those that are."""

    def check(pids, seconds):
        try:
            assert wait_until(lambda: not any(map(identity, pids)), seconds), [p for p in pids if identity(p)]
        finally:
            for pid in pids:
                end(pid, (signal.SIGKILL, 5.0))

    return check


def test_one_life_after_another(tmp_path, run, gone):
    """First start, refusals beside it, SIGTERM; second start, kill -9; third start, a death in the family."""
    data, port = tmp_path / "a folder with spaces", free_port()

    first = run(data, port)
    assert wait_until(lambda: len(first.commands("gunicorn")) == 3, 10)  # the second worker comes a moment later
    started = first.started()
    assert len(started) >= 9  # PostgreSQL and its helpers, gunicorn, two workers, the job worker, the figures
    assert f"http://localhost:{port} " in first.said
    assert first.status() == first.status("/readyz") == 200
    assert wait_until(lambda: answers("127.0.0.1", port + 1), 10)
    assert first.status("/metrics", port + 1) == 200
    sentence = refused(FAIRGATE_DATA=str(data), PORT=str(free_port()))
    assert re.fullmatch(
        rf"Fairgate is already running on .* \(process {first.process.pid}\)\. .*FAIRGATE_DATA.*", sentence
    )
    sentence = refused(FAIRGATE_DATA=str(tmp_path / "another"), PORT=str(port))
    assert re.fullmatch(rf"Port {port} is taken\. Choose another with PORT=\d+ bin/run\.", sentence)
    assert first.finish() == 0
    gone(started, 0.0)

    second = run(data, port)
    started = second.started()
    second.finish(signal.SIGKILL)
    third = run(data, port)  # at once: it ends what is left by itself
    gone(started, 0.0)
    assert third.status("/readyz") == 200

    started = third.started()
    noted = json.loads((data / "run.json").read_text())
    os.kill(int(next(iter(noted))), signal.SIGKILL)
    third.process.communicate(timeout=30)
    assert third.process.returncode == 1
    assert "The web server has ended by itself (code -9; " in (tmp_path / "log").read_text()
    gone(started, 0.0)


def test_a_taken_port_is_known_before_anything_is_started(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = refused(FAIRGATE_DATA=str(tmp_path), PORT=str(port))
    assert re.fullmatch(rf"Port {port} is taken\. Choose another with PORT=\d+ bin/run\.", sentence)
    assert not (tmp_path / "postgres").exists()


def test_a_taken_port_for_the_figures_is_named_with_its_own_variable(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = str(taken.getsockname()[1])
        sentence = refused(FAIRGATE_DATA=str(tmp_path), PORT=str(free_port()), FAIRGATE_METRICS_PORT=number)
    assert re.fullmatch(rf"Port {number}, which is for the figures, .* FAIRGATE_METRICS_PORT=\d+ bin/run\.", sentence)


def test_an_unwritable_data_folder_is_one_sentence(tmp_path):
    (tmp_path / "a file").touch()
    sentence = refused(FAIRGATE_DATA=str(tmp_path / "a file"))
    assert re.fullmatch(r"The data folder .*/a file cannot be written \(file exists\)\. .*FAIRGATE_DATA=.*", sentence)


def test_a_wrong_setting_is_one_sentence(tmp_path):
    assert refused(FAIRGATE_DATA=str(tmp_path), PORT="eight").startswith("PORT must be a whole number")


def test_a_database_that_does_not_answer_is_one_sentence_without_its_password(tmp_path):
    address = f"postgresql://app:hunter2@127.0.0.1:{free_port()}/fairgate"
    sentence = refused(FAIRGATE_DATA=str(tmp_path), PORT=str(free_port()), DATABASE_URL=address)
    assert sentence.startswith("The database does not answer: ")
    assert "hunter2" not in sentence


def test_a_database_that_is_too_old_is_one_sentence(tmp_path, monkeypatch):
    """The wheel also holds PostgreSQL 16, so a real old server says its real version."""
    old = pg.binaries().parent.with_name("pginstall") / "bin"
    if not old.is_dir():
        pytest.skip("this wheel holds no older PostgreSQL")
    monkeypatch.setattr(pg, "MAJOR", 16)
    monkeypatch.setattr(pg, "binaries", lambda: old)
    monkeypatch.setattr(Server, "_make_cluster", make_old_cluster)
    with Server(tmp_path / "old", fsync=False) as server:
        sentence = refused(FAIRGATE_DATA=str(tmp_path / "data"), PORT=str(free_port()), DATABASE_URL=server.url)
    assert sentence == "The database is PostgreSQL 16; Fairgate needs 18 or newer."


def make_old_cluster(server, bin_folder, account):
    server.cluster.mkdir(mode=0o700)
    if account:
        os.chown(server.cluster, account.uid, account.gid)
    with unprivileged.path_for(server.cluster, account) as (path, descriptors):
        subprocess.run(
            [bin_folder / "initdb", "-D", path, "--username=postgres", "--auth=trust", "--no-sync"],
            check=True,
            capture_output=True,
            **unprivileged.child_options(account, descriptors),
        )


def test_a_demonstration_that_was_loaded_by_half_is_begun_anew(tmp_path):
    settings = Settings.from_environment({"FAIRGATE_DATA": str(tmp_path)})
    with Server(tmp_path, fsync=False) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE half ()")
    (tmp_path / "demonstration.unfinished").touch()
    Run(settings)._discard_half_loaded()
    assert not (tmp_path / "demonstration.unfinished").exists()
    with Server(tmp_path, fsync=False) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT to_regclass('half')").fetchone() == (None,)


def test_somebody_elses_database_is_never_emptied(tmp_path):
    settings = Settings.from_environment({"FAIRGATE_DATA": str(tmp_path), "DATABASE_URL": "postgresql://db/x"})
    (tmp_path / "demonstration.unfinished").touch()
    with pytest.raises(ConfigurationError, match=r"only partly loaded into the database of DATABASE_URL; empty that"):
        Run(settings)._discard_half_loaded()


def test_the_sign_ins_are_those_of_the_demonstration_that_have_a_password(tmp_path):
    (tmp_path / "people.csv").write_text(
        "email,name,role,password\nasha@example.org,Asha,officer,one two three\nno@example.org,No,worker,\n"
    )
    assert sign_ins(tmp_path) == [("officer", "asha@example.org", "one two three")]
    assert sign_ins(Path("/nowhere")) == []
