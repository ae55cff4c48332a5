"""The queue and the outbox with real commits, a real worker and a real mail server on this machine."""

import contextlib
import smtplib
import socketserver
import threading

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app import create_app
from core import jobs, mail, roles
from core.db import db, transaction
from tests.conftest import SECRET, settings_for


@pytest.fixture
def installation(clone, tmp_path, application):
    """An application on a database of its own, as web and as worker."""
    urls = roles.urls(clone, SECRET)

    made = []

    def make(role: str, **changed: object):
        made.append(create_app(settings_for(tmp_path, **changed), getattr(urls, role)))
        return made[-1]

    yield make, clone, urls
    for app in made:
        with app.app_context():
            db.engine.dispose()
    jobs.use(application[0])


# A worker that starts in the minutes after a scheduled hour queues what is due then: other jobs do not count here.
LETTERS = "FROM procrastinate_jobs WHERE task_name = 'core.mail.deliver'"


class Letters(socketserver.StreamRequestHandler):
    """Enough of SMTP to take a letter."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        reading, letter = False, []
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if reading:
                if line == ".":
                    reading = False
                    self.server.letters.append("\n".join(letter))
                    self.wfile.write(b"250 taken\r\n")
                else:
                    letter.append(line)
            elif line.upper().startswith("DATA"):
                reading, letter = True, []
                self.wfile.write(b"354 go on\r\n")
            elif line.upper().startswith("QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


@contextlib.contextmanager
def mail_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Letters) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def waiting(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'").fetchone()[0]


def post(app, effect: str, *, fail: bool = False) -> None:
    with app.app_context(), transaction(actor=None):
        mail.enqueue(recipient="sita@example.org", subject="Hello", body="A letter.", effect=effect)
        if fail:
            raise RuntimeError("after the letter")


def test_a_rollback_leaves_no_job_and_a_commit_leaves_one(installation):
    make, url, _urls = installation
    app = make("app")
    with pytest.raises(RuntimeError):
        post(app, "one", fail=True)
    assert waiting(url) == 0
    post(app, "one")
    post(app, "one")
    assert waiting(url) == 1


def test_the_worker_delivers_a_letter_once(installation):
    make, url, urls = installation
    with mail_server() as server:
        smtp = f"smtp://127.0.0.1:{server.server_address[1]}"
        post(make("app"), "decision:1")
        worker = make("worker", FAIRGATE_SMTP_URL=smtp)
        jobs.work(worker, urls.worker, forever=False)
        assert [("Subject: Hello" in letter, "A letter." in letter) for letter in server.letters] == [(True, True)]
        with worker.app_context(), transaction() as session:
            row = session.execute(mail.select(mail.MailMessage.id)).scalar_one()
        jobs.perform("core.mail.deliver", message_id=str(row))
        assert len(server.letters) == 1
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT sent_at IS NOT NULL FROM mail_message").fetchall() == [(True,)]


def test_the_job_of_a_killed_worker_is_taken_up_by_the_next_one(installation):
    make, url, urls = installation
    with mail_server() as server:
        post(make("app"), "decision:3")
        with psycopg.connect(url) as connection:  # what kill -9 leaves: begun by a worker that gives no sign of life
            connection.execute(
                "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')"
                " RETURNING id) UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
            )
        worker = make("worker", FAIRGATE_SMTP_URL=f"smtp://127.0.0.1:{server.server_address[1]}")
        jobs.work(worker, urls.worker, forever=False)
        assert len(server.letters) == 1


def test_the_job_of_a_living_worker_is_left_to_it(installation):
    make, url, urls = installation
    post(make("app"), "decision:4")
    with psycopg.connect(url) as connection:
        connection.execute(
            "WITH other AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM other)"
        )
    jobs.work(make("worker"), urls.worker, forever=False)
    with psycopg.connect(url) as connection:
        assert connection.execute(f"SELECT status {LETTERS}").fetchall() == [("doing",)]


def test_a_letter_that_cannot_be_sent_is_tried_again_later(installation):
    make, url, urls = installation
    post(make("app"), "decision:2")
    worker = make("worker", FAIRGATE_SMTP_URL="smtp://127.0.0.1:9")
    jobs.work(worker, urls.worker, forever=False)
    with psycopg.connect(url) as connection:
        rows = connection.execute(f"SELECT status, attempts, scheduled_at IS NOT NULL {LETTERS}").fetchall()
        assert rows == [("todo", 1, True)]
        assert connection.execute("SELECT sent_at FROM mail_message").fetchall() == [(None,)]


def test_the_worker_reads_all_tenants_and_the_web_only_its_own(installation):
    make, url, _urls = installation
    post(make("app"), "decision:3")
    with psycopg.connect(make_conninfo(roles.urls(url, SECRET).worker)) as connection:
        assert connection.execute("SELECT count(*) FROM mail_message").fetchone()[0] == 1
    with psycopg.connect(make_conninfo(roles.urls(url, SECRET).app)) as connection:
        assert connection.execute("SELECT count(*) FROM mail_message").fetchone()[0] == 0


def test_a_password_is_not_sent_to_a_mail_server_that_offers_no_encryption():
    letter = mail.MailMessage(recipient="sita@example.org", subject="Hello", body="A letter.")
    with mail_server() as server:
        address = f"127.0.0.1:{server.server_address[1]}"
        with pytest.raises(smtplib.SMTPNotSupportedError):
            mail.send(f"smtp://user:secret@{address}", "fairgate@example.org", letter)
        assert server.letters == []
