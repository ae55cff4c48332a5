"""What is written down about people: nothing that was typed, no address of a network, no secret as it is."""

import io
import logging

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from core import clock, jobs, logs, roles
from core.db import transaction
from core.server_log import ServerLog
from tests.client import Browser
from tests.factories import member

TYPED = "Maya Sherpan 417"


def failing() -> BaseException:
    try:
        try:
            int(TYPED)
        except ValueError as cause:
            raise RuntimeError(f"could not read {TYPED}") from cause
    except RuntimeError as error:
        return error


def test_an_error_is_logged_by_where_it_happened_without_its_words():
    path = logs.path_of(failing())
    assert "builtins.RuntimeError at test_privacy.py" in path
    assert "from builtins.ValueError" in path
    assert "Maya" not in path


def test_what_libraries_log_of_an_error_is_without_its_words_too():
    error = failing()
    record = logging.LogRecord("procrastinate", logging.ERROR, "", 1, "Job failed", (), (type(error), error, None))
    line = logs.WordlessFormatter("%(message)s").format(record)
    assert "RuntimeError" in line
    assert "Maya" not in line


def test_a_failing_request_leaves_no_typed_word_in_the_log(app, capsys, monkeypatch):
    view = app.view_functions["register.check"]

    def breaks():
        raise failing()

    breaks.__access__ = view.__access__
    monkeypatch.setitem(app.view_functions, "register.check", breaks)
    answer = Browser(app, app.response_class).get(f"/check?q={TYPED}")
    written = capsys.readouterr()
    assert answer.status_code == 500
    assert '"route": "register.check"' in written.err
    assert "Maya" not in written.err + written.out


def test_a_statement_that_fails_does_not_repeat_its_values(app, cluster):
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    assert options["hide_parameters"] is True
    engine = create_engine(roles.sqlalchemy_url(cluster), hide_parameters=options["hide_parameters"])
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.execute(text("SELECT repeat(CAST(:typed AS text), 1) / 2"), {"typed": TYPED})
    engine.dispose()
    assert "Maya" not in str(caught.value)


def test_the_web_server_writes_neither_addresses_nor_requests():
    from gunicorn.config import Config

    out = io.StringIO()
    log = ServerLog(Config())
    log.error_log.handlers = [logging.StreamHandler(out)]
    log.error_log.setLevel(logging.WARNING)
    log.warning("Invalid request from ip=192.0.2.7: Invalid HTTP request line: 'GET /check?q=Maya'")
    try:
        int(TYPED)
    except ValueError:
        log.exception("Error handling request %s", "/check?q=Maya")
    log.warning("Worker (pid:%s) was sent SIGTERM!", 7)
    written = out.getvalue()
    assert "192.0.2.7" not in written
    assert "Maya" not in written
    assert "ValueError" in written
    assert "pid:7" in written


def test_the_web_server_is_started_with_that_log_and_without_an_access_log(tmp_path):
    from core.dev import _gunicorn
    from tests.conftest import settings_for

    words = list(_gunicorn(settings_for(tmp_path)))
    assert words[words.index("--logger-class") + 1] == "core.server_log.ServerLog"
    assert not [word for word in words if "access" in word]


def test_postgresql_writes_no_refused_row_and_no_statement(cluster):
    with psycopg.connect(cluster) as connection:
        settings = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in
                    ("log_error_verbosity", "log_min_error_statement", "log_statement", "log_connections")}  # fmt: skip
    assert settings["log_error_verbosity"] == "terse"
    assert settings["log_min_error_statement"] == "panic"
    assert settings["log_statement"] == "none"


def test_no_table_has_a_place_for_an_address_of_a_network(cluster):
    from tests.conftest import cloned

    with cloned(cluster) as url, psycopg.connect(url) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND"
            " (data_type IN ('inet', 'cidr', 'macaddr') OR column_name ~ '(^|_)(ip|user_agent|remote)(_|$)')"
        ).fetchall()
    assert columns == []


def test_passwords_and_session_secrets_are_kept_as_hashes_only(app):
    from accounts.sessions.service import start

    someone = member("officer")
    with transaction(actor=None) as session:
        secret = start(someone).secret
        session.flush()
        kept = session.execute(text("SELECT to_jsonb(s)::text FROM sign_in_session s")).scalars().all()
        hashes = session.execute(text("SELECT password_hash FROM person")).scalars().all()
    assert not [row for row in kept if secret in row]
    assert all(item.startswith("$argon2id$") for item in hashes)


def test_the_real_profile_of_password_hashes_is_the_owasp_one():
    from accounts.people import passwords

    strong = passwords._strong
    assert (strong.memory_cost, strong.time_cost) >= (19_456, 2)


def test_kept_answers_and_failed_sign_ins_are_forgotten_when_their_time_is_over(app):
    written = (
        "INSERT INTO idempotency_record (id, person_id, route, key, request_hash, status, body, media_type, created_at)"
        " SELECT gen_random_uuid(), gen_random_uuid(), 'POST /x', a, '', 201, 'x', 'y', CAST(:now AS timestamptz) - a::interval"
        " FROM unnest(ARRAY['1 hour', '25 hours']) a"
    )
    failed = (
        "INSERT INTO failed_sign_in (id, address_hash, at) SELECT gen_random_uuid(), a, CAST(:now AS timestamptz) -"
        " a::interval FROM unnest(ARRAY['5 minutes', '20 minutes']) a"
    )
    with transaction(actor=None) as session:
        for statement in (written, failed):
            session.execute(text(statement), {"now": clock.now()})
    for name in ("core.idempotency.forget", "accounts.sessions.forget_failures"):
        jobs.perform(name)
    with transaction(actor=None) as session:
        assert session.execute(text("SELECT key FROM idempotency_record")).scalars().all() == ["1 hour"]
        assert session.execute(text("SELECT address_hash FROM failed_sign_in")).scalars().all() == ["5 minutes"]
