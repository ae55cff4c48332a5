"""The chain of seals: what was changed behind the rules' back is found, and where."""

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import DBAPIError

from accounts.seals import queries
from accounts.seals.commands import trail as command
from accounts.seals.jobs import seal
from core import db as database
from core.db import db, transaction
from tests.factories import member
from tests.licensing import cases


@pytest.fixture
def sealed(app, run_jobs):
    """A decided case whose trail is sealed."""
    cases.law()
    cases.licence()
    run_jobs()
    token = database.own_role.set("fairgate_worker")
    seal()
    yield
    database.own_role.reset(token)


def behind_the_rules_back(statement: str, **values: object) -> None:
    """What somebody with the database's own files could do: no trigger runs."""
    with transaction(role="none"):
        db.session.execute(db.text("SET LOCAL session_replication_role = replica"))
        db.session.execute(db.text(statement), values)
        db.session.execute(db.text("SET LOCAL session_replication_role = origin"))


def verify(*options: str):
    return CliRunner().invoke(command, ["verify", *options])


def test_an_untouched_trail_fits_its_seals_and_each_later_seal_goes_on_from_the_one_before(sealed):
    first = queries.newest()
    assert verify().output == f"Seal {first.number} and all before it fit: {first.digest}\n"
    seal()
    assert queries.newest().number == first.number, "nothing new, no seal"
    member("broker")
    seal()
    second = queries.newest()
    assert (second.number, second.first_entry) == (first.number + 1, first.last_entry + 1)
    assert verify("--expect", f"{first.number}:{first.digest}").exit_code == 0
    assert verify("--expect", f"{first.number}:{'0' * 64}").output.startswith(f"Seal {first.number} is not the one")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE audit_entry SET reason = 'Another reason altogether.' WHERE number = :number", "was changed"),
        ("UPDATE audit_entry SET at = at + interval '1 day' WHERE number = :number", "was changed"),
        ("DELETE FROM audit_entry WHERE number = :number", "added or taken away"),
        ("UPDATE trail_seal SET digest = repeat('0', 64)", "was changed"),
        ("UPDATE trail_seal SET first_entry = first_entry + 1, entries = entries - 1", "was changed"),
    ],
)
def test_a_trail_that_was_changed_no_longer_fits(sealed, statement, why):
    last = queries.newest().last_entry
    behind_the_rules_back(statement, **({"number": last} if ":number" in statement else {}))
    answer = verify()
    assert answer.exit_code == 1
    assert why in answer.output


def test_a_decision_edited_by_sql_is_refused_and_one_edited_behind_the_rules_back_is_found(sealed):
    with pytest.raises(DBAPIError) as refused, transaction(role="none"):
        db.session.execute(db.text("UPDATE application_decision SET reason = 'It was always so, believe me.'"))
    assert database.constraint_of(refused.value) == "immutable"
    assert verify().exit_code == 0
    behind_the_rules_back("UPDATE application_decision SET reason = 'It was always so, believe me.'")
    answer = verify()
    assert answer.exit_code == 1
    assert "application_decision" in answer.output
    assert "says something else than its trail" in answer.output


@pytest.mark.parametrize("role", ["fairgate_app", "fairgate_worker", "fairgate_public"])
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM trail_seal", "UPDATE trail_seal SET digest = ''", "INSERT INTO trail_seal SELECT * FROM trail_seal"],
)
def test_nobody_writes_seals_by_hand(sealed, role, statement):
    with pytest.raises(DBAPIError, match="permission denied"), transaction(role=role):
        db.session.execute(db.text(statement))


@pytest.mark.parametrize("expect", ["12", "x:y", "1:abc"])
def test_a_seal_that_cannot_be_one_is_refused_with_what_it_should_look_like(app, expect):
    answer = verify("--expect", expect)
    assert answer.exit_code == 2
    assert "--expect needs the number of a seal" in answer.output
