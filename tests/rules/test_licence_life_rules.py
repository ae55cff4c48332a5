"""What PostgreSQL refuses of a licence's life, whoever asks: raw SQL as the web role on the demonstration."""

import pytest
from psycopg.errors import CheckViolation, InsufficientPrivilege

from core import ids
from tests.rules.test_signed_acts import DECIDER, OFFICER, PROPOSE, SECOND, Desk, desk

__all__ = ["desk"]

SECONDED = (
    "UPDATE licence_measure SET status = 'seconded', seconded_by = %s, seconded_by_name = 'X', seconded_at = now() WHERE id = %s"
)
CONFIRM = (
    "UPDATE licence_measure SET status = 'confirmed', decided_by = %s, decided_by_name = 'X', decided_at = now() WHERE id = %s"
)


def proposal(desk: Desk, by: str, measure: str = "suspend", **changed: object):
    """A proposed measure on a licence that has none, with columns changed as said."""
    row = ids.new_id()
    desk.act_as(by)
    statement = PROPOSE.replace("'suspend'", f"'{measure}'")
    if changed:
        statement = statement.replace("licence_measure (id,", f"licence_measure ({', '.join(changed)}, id,", 1)
        statement = statement.replace("SELECT %s,", f"SELECT {', '.join(map(str, changed.values()))}, %s,", 1)
    desk.do(statement, row, desk.id(by), about=("licence_measure", row))
    return row


def refused(desk: Desk, constraint: str, statement: str, *values: object, about=None) -> None:
    with pytest.raises(CheckViolation) as refusal, desk.connection.transaction():
        desk.do(statement, *values, about=about)
    assert refusal.value.diag.constraint_name == constraint


def test_a_licence_is_revoked_by_two_who_did_not_propose_it(desk):
    row = proposal(desk, OFFICER, "revoke")
    about = ("licence_measure", row)
    refused(desk, "ck_licence_measure_three_people", SECONDED, desk.id(OFFICER), row, about=about)
    desk.act_as(DECIDER)
    refused(desk, "two_confirm", CONFIRM, desk.id(DECIDER), row, about=about)
    desk.do(SECONDED, desk.id(DECIDER), row, about=about)
    refused(desk, "ck_licence_measure_three_people", CONFIRM, desk.id(DECIDER), row, about=about)
    desk.act_as(SECOND)
    desk.do(CONFIRM, desk.id(SECOND), row, about=about)


def test_a_suspension_needs_a_plan_and_is_not_decided_while_the_holder_may_answer(desk):
    desk.act_as(OFFICER)
    bare = PROPOSE.replace("'wages are secured'", "NULL")
    row = ids.new_id()
    refused(desk, "protection_plan_given", bare, row, desk.id(OFFICER), about=("licence_measure", row))
    row = proposal(desk, OFFICER, show_cause_until="app.today() + 5")
    desk.act_as(DECIDER)
    refused(desk, "heard_first", CONFIRM, desk.id(DECIDER), row, about=("licence_measure", row))
    refused(
        desk, "immutable", "UPDATE licence_measure SET show_cause_until = NULL WHERE id = %s", row,
        about=("licence_measure", row),
    )  # fmt: skip


def test_nobody_makes_a_measure_hold_at_once_but_a_freeze_and_an_urgent_suspension(desk):
    desk.act_as(OFFICER)
    for measure in ("suspend", "revoke", "watch", "cancel"):
        row = ids.new_id()
        statement = PROPOSE.replace("'suspend'", f"'{measure}'").replace("'proposed'", "'acting'")
        refused(desk, "lawful_start", statement, row, desk.id(OFFICER), about=("licence_measure", row))
    for status in ("draft", "confirmed"):
        row = ids.new_id()
        statement = PROPOSE.replace("'proposed'", f"'{status}'")
        with pytest.raises(CheckViolation), desk.connection.transaction():
            desk.do(statement, row, desk.id(OFFICER), about=("licence_measure", row))


def test_an_urgent_suspension_neither_lapses_early_nor_is_made_longer(desk):
    row = ids.new_id()
    desk.act_as(OFFICER)
    statement = PROPOSE.replace("licence_measure (id,", "licence_measure (urgent, lapses_on, id,", 1)
    statement = statement.replace("SELECT %s,", "SELECT true, app.today() + 7, %s,", 1).replace("'proposed'", "'acting'")
    desk.do(statement, row, desk.id(OFFICER), about=("licence_measure", row))
    about = ("licence_measure", row)
    refused(desk, "urgent_lapses_on_its_day", "UPDATE licence_measure SET status = 'lapsed' WHERE id = %s", row, about=about)
    for change in ("lapses_on = app.today() + 90", "urgent = false", "effective_at = now() - interval '1 day'"):
        refused(desk, "immutable", f"UPDATE licence_measure SET {change} WHERE id = %s", row, about=about)
    refused(
        desk, "ended_by_measure", "UPDATE licence_measure SET ended_at = now(), ended_why = 'lifted' WHERE id = %s", row,
        about=about,
    )  # fmt: skip


def test_a_measure_that_holds_is_neither_ended_nor_stayed_nor_rewritten_by_hand(desk):
    desk.act_as(DECIDER)
    row = desk.one("SELECT id FROM licence_measure WHERE status = 'confirmed' AND ended_at IS NULL AND NOT immediate LIMIT 1")
    about = ("licence_measure", row)
    refused(
        desk, "ended_by_measure", "UPDATE licence_measure SET ended_at = now(), ended_why = 'set-aside' WHERE id = %s", row,
        about=about,
    )  # fmt: skip
    refused(desk, "stayed_by_order", "UPDATE licence_measure SET stayed = true WHERE id = %s", row, about=about)
    for change in ("reason = 'something else entirely'", "decided_by_name = 'Y'", "ground_code = (SELECT min(code) FROM legal_ground)"):
        refused(desk, "immutable", f"UPDATE licence_measure SET {change} WHERE id = %s", row, about=about)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("frozen = NOT frozen", "licence_from_measure"),
        ("frozen_corridors = '{QA}'", "licence_from_measure"),
        ("frozen_employers = '{Somebody}'", "licence_from_measure"),
        ("watched = NOT watched", "licence_from_measure"),
        ("under_appeal = NOT under_appeal", "licence_from_appeal"),
        ("status = 'suspended'", "licence_from_measure"),
        ("status = 'revoked'", "licence_from_measure"),
    ],
)
def test_no_state_and_no_overlay_of_a_licence_changes_without_its_measure(desk, change, constraint):
    desk.act_as(DECIDER)
    row = desk.one("SELECT id FROM licence WHERE status = 'active' LIMIT 1")
    refused(desk, constraint, f"UPDATE licence SET {change} WHERE id = %s", row, about=("licence", row))


@pytest.mark.parametrize("status", ["revoked", "cancelled", "surrendered"])
def test_what_has_ended_never_comes_back(desk, status):
    desk.act_as(DECIDER)
    row = desk.one("SELECT id FROM licence WHERE status = %s LIMIT 1", status)
    for back in ("active", "suspended"):
        refused(desk, "lawful_move", "UPDATE licence SET status = %s WHERE id = %s", back, row, about=("licence", row))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("text = 'Something milder'", "immutable"),
        ("public_text = 'Something milder'", "immutable"),
        ("due_on = due_on + 30", "extended_once"),
        ("due_on = due_on + 200, extended_from = due_on", "extended_once"),
        ("status = 'waived', satisfied_at = now()", "waived_by_measure"),
        ("status = 'evidence-submitted'", "evidence_handed_in"),
    ],
)
def test_a_condition_is_neither_reworded_nor_put_off_nor_waived_by_hand(desk, change, constraint):
    desk.act_as(DECIDER)
    row = desk.one("SELECT id FROM licence_condition WHERE status = 'open' AND due_on IS NOT NULL LIMIT 1")
    refused(desk, constraint, f"UPDATE licence_condition SET {change} WHERE id = %s", row, about=("licence_condition", row))


def test_a_holder_neither_judges_its_conditions_nor_decides_its_measures(desk):
    desk.act_as(DECIDER)
    row, organisation = desk.connection.execute(
        "SELECT id, organisation_id FROM licence_condition WHERE status = 'open' LIMIT 1"
    ).fetchone()
    desk.connection.execute(
        "SELECT set_config('app.org', %s, true), set_config('app.kind', 'broker', true), set_config('app.person', '', true)",
        (str(organisation),),
    )
    refused(
        desk, "holder_hands_in", "UPDATE licence_condition SET status = 'satisfied', satisfied_at = now() WHERE id = %s", row,
        about=("licence_condition", row),
    )  # fmt: skip
    changed = desk.connection.execute("UPDATE licence_measure SET stayed = true").rowcount
    assert changed == 0
    with pytest.raises(InsufficientPrivilege), desk.connection.transaction():
        desk.connection.execute(
            "INSERT INTO winding_down (id, organisation_id, measure_id, code, note, by_person, by_name, at)"
            " SELECT gen_random_uuid(), l.organisation_id, gen_random_uuid(), 'files', 'x', p.id, 'x', now()"
            " FROM licence l, person p LIMIT 1"
        )


def test_evidence_answers_and_points_are_never_changed_nor_deleted(desk):
    desk.act_as(DECIDER)
    for table in ("condition_evidence", "measure_answer", "winding_down", "demerit_entry", "letter"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(InsufficientPrivilege), desk.connection.transaction():
                desk.connection.execute(statement)
    for table in ("licence", "licence_measure", "licence_condition", "licence_appeal", "person_ban", "ban_review"):
        with pytest.raises(InsufficientPrivilege), desk.connection.transaction():
            desk.connection.execute(f"DELETE FROM {table}")


def test_an_open_appeal_is_not_rewritten_nor_closed_by_who_took_the_measure(desk):
    desk.act_as(DECIDER)
    row = desk.one("SELECT id FROM licence_appeal WHERE status = 'lodged' LIMIT 1")
    about = ("licence_appeal", row)
    refused(desk, "immutable", "UPDATE licence_appeal SET text = 'We withdraw everything' WHERE id = %s", row, about=about)
    close = (
        "UPDATE licence_appeal SET status = 'upheld', closed_by = %s, closed_by_name = 'X', closed_at = now(),"
        " outcome_order = 'LC 1' WHERE id = %s"
    )
    refused(desk, "closed_by_another", close, desk.id(DECIDER), row, about=about)  # who decided the suspension
    desk.act_as(SECOND)
    desk.do(close, desk.id(SECOND), row, about=about)
