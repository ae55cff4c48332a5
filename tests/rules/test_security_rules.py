"""What PostgreSQL itself refuses of securities: raw SQL as the web role, by people who have every right but this one."""

import pytest
from sqlalchemy.exc import DBAPIError

from core import ids, trail
from core.db import db, transaction
from licensing.securities import calls, formulas, queries
from licensing.securities.formulas import Terms
from licensing.securities.models import Security, SecurityCall, SecurityFormula, SecurityRelease
from licensing.securities.rules import Band
from tests.factories import actor
from tests.licensing import cases, securing
from tests.licensing.securing import NOTE


@pytest.fixture
def broker(app):
    """An agency with an application, where the class asks for security."""
    cases.law()
    securing.formula()
    by = cases.broker()
    cases.hand_in(by)
    return by


def refused(by, about, statement: str, why: str, **values: object) -> None:
    """Run a statement with its trail entry as `by`; PostgreSQL must refuse it for the reason `why`."""
    with pytest.raises(DBAPIError, match=why):
        done(by, about, statement, **values)


def done(by, about, statement: str, **values: object) -> int:
    """Run a statement that row-level security makes void; return how many rows it changed."""
    with transaction(actor=by):
        changed = db.session.execute(db.text(statement), values).rowcount
        if about is not None:
            trail.record("licensing.security.hostile", about, by=by)
    return changed


def security_of(by, **changed: object) -> Security:
    return securing.row(securing.lodge(by, **changed))


def test_an_agency_does_not_verify_its_own_security(broker):
    row = security_of(broker)
    statement = "UPDATE security SET status = 'verified', judged_by = :me, judged_at = now() WHERE id = :id"
    assert done(broker, None, statement, me=broker.person_id, id=row.id) == 0
    officer = actor("officer")
    refused(officer, row, statement, "ck_security_verified_by_another", me=row.lodged_by, id=row.id)


def test_a_security_is_verified_in_ones_own_name_and_never_judged_anew(broker):
    row, officer = security_of(broker), actor("officer")
    statement = "UPDATE security SET status = 'verified', judged_by = :who, judged_at = now() WHERE id = :id"
    refused(officer, row, statement, "signed by the person who acts", who=actor("decider").person_id, id=row.id)
    verified = securing.row(securing.verified(broker, officer, number="LC-2"))
    refused(officer, verified, "UPDATE security SET note = 'other words than then' WHERE id = :id", "never changed",
            id=verified.id)  # fmt: skip


@pytest.mark.parametrize(
    "change",
    ["amount_minor = 9000000", "currency = 'USD'", "expires_on = '2099-01-01'", "issuer = 'Another'", "number = 'X'",
     "form = 'cash'", "agency_id = gen_random_uuid()", "notice_days = 1", "lodged_by = judged_by"],
)  # fmt: skip
def test_what_was_lodged_is_never_rewritten(broker, change):
    row, officer = securing.row(securing.verified(broker)), actor("officer")
    refused(
        officer,
        row,
        f"UPDATE security SET {change} WHERE id = :id",
        "never changed|foreign key|verified_by_another",
        id=row.id,
    )


def test_no_status_is_reached_without_its_reason(broker):
    row, officer = securing.row(securing.verified(broker)), actor("officer")
    for change, why in (
        ("status = 'released', released_on = app.today()", "released by nobody"),
        ("status = 'called'", "ck_security_called_in_full"),
        ("status = 'replaced'", "nothing verified replaces"),
        ("status = 'expired'", "still holds"),
        ("status = 'lodged', judged_by = NULL", "may not go|never changed"),
        ("status = 'notice-of-non-renewal'", "ck_security_notice_with_day"),
    ):
        refused(officer, row, f"UPDATE security SET {change} WHERE id = :id", why, id=row.id)


def test_money_is_drawn_only_by_calls_that_were_confirmed(broker):
    row, officer = securing.row(securing.verified(broker)), actor("officer")
    refused(officer, row, "UPDATE security SET drawn_minor = 100 WHERE id = :id", "not what was confirmed", id=row.id)
    refused(officer, row, "UPDATE security SET drawn_minor = amount_minor + 1 WHERE id = :id", "drawn_within_amount",
            id=row.id)  # fmt: skip
    securing.called(row.reference, 1_000_000)
    refused(officer, row, "UPDATE security SET drawn_minor = 0 WHERE id = :id", "not what was confirmed", id=row.id)


def proposed(row: Security, by, amount: int = 1_000_000) -> SecurityCall:
    with transaction(actor=by):
        made = calls.propose(
            queries.get(row.reference, lock=True), amount, purpose="wages", purpose_reference="W-1", reason=NOTE, by=by
        )
    return made


def test_a_call_is_not_confirmed_by_one_or_two_people_only(broker):
    row, one, two = securing.row(securing.verified(broker)), actor("decider"), actor("decider")
    call = proposed(row, one)
    sets = "UPDATE security_call SET {} WHERE id = :id"
    refused(one, call, sets.format("first_by = :me"), "three_people", me=one.person_id, id=call.id)
    refused(one, call, sets.format("first_by = :other"), "signed by the person", other=two.person_id, id=call.id)
    refused(two, call, sets.format("status = 'confirmed'"), "confirmed_by_two", id=call.id)
    refused(two, call, sets.format("status = 'confirmed', first_by = :me, second_by = :me"), "three_people",
            me=two.person_id, id=call.id)  # fmt: skip
    assert done(two, call, sets.format("first_by = :me, first_by_name = 'X'"), me=two.person_id, id=call.id) == 1
    refused(two, call, sets.format("status = 'confirmed', second_by = :me"), "three_people", me=two.person_id,
            id=call.id)  # fmt: skip
    refused(one, call, sets.format("status = 'confirmed', second_by = :me"), "three_people", me=one.person_id,
            id=call.id)  # fmt: skip
    refused(
        one, call, sets.format("proposed_by = :two, first_by = NULL"), "never changed", two=two.person_id, id=call.id
    )
    three = actor("decider")
    refused(three, call, sets.format("first_by = :me"), "never changed", me=three.person_id, id=call.id)
    # all three agree, but the security does not say that the money was drawn
    refused(three, call, sets.format("status = 'confirmed', second_by = :me"), "not what was confirmed",
            me=three.person_id, id=call.id)  # fmt: skip


def test_a_calls_amount_and_purpose_are_fixed_and_never_beyond_what_is_left(broker):
    row, one = securing.row(securing.verified(broker)), actor("decider")
    call = proposed(row, one)
    for change in (
        "amount_minor = 5",
        "purpose = 'penalty'",
        "reason = 'another long reason'",
        "purpose_reference = 'X'",
    ):
        refused(one, call, f"UPDATE security_call SET {change} WHERE id = :id", "never changed", id=call.id)
    insert = (
        "INSERT INTO security_call (id, organisation_id, security_id, reference, status, amount_minor, purpose,"
        " purpose_reference, reason, proposed_by, proposed_by_name, proposed_at) SELECT :id, organisation_id, id, 'SC-1',"
        " 'proposed', amount_minor + 1, 'wages', 'W', 'long enough a reason', :me, 'X', now() FROM security WHERE id = :of"
    )
    refused(one, None, insert, "no more than is left", id=ids.new_id(), me=one.person_id, of=row.id)
    lodged = security_of(broker, number="LC-9")
    unverified = insert.replace("amount_minor + 1", "amount_minor")
    refused(one, None, unverified, "only a security that was verified", id=ids.new_id(), me=one.person_id, of=lodged.id)
    assert done(broker, None, "UPDATE security_call SET status = 'declined' WHERE id = :id", id=call.id) == 0


def test_an_agency_neither_reads_nor_makes_calls_that_are_not_confirmed(broker):
    row = securing.row(securing.verified(broker))
    proposed(row, actor("decider"))
    with transaction(actor=broker):
        assert db.session.execute(db.text("SELECT count(*) FROM security_call")).scalar_one() == 0
    stranger = cases.broker("Another Agency")
    with transaction(actor=stranger):
        assert db.session.execute(db.text("SELECT count(*) FROM security")).scalar_one() == 0
        assert db.session.execute(db.text("SELECT count(*) FROM security_paper")).scalar_one() == 0


def test_a_release_needs_two_people_and_the_time_for_claims(broker):
    row, one = securing.row(securing.verified(broker)), actor("decider")
    release = SecurityRelease(id=ids.new_id())
    insert = (
        "INSERT INTO security_release (id, organisation_id, security_id, status, reason, proposed_by, proposed_by_name,"
        " proposed_at) SELECT :id, organisation_id, id, 'proposed', 'long enough a reason', :me, 'X', now() FROM security"
        " WHERE id = :of"
    )
    refused(one, release, insert, "signed by the person", id=release.id, me=actor("decider").person_id, of=row.id)
    assert done(one, release, insert, id=release.id, me=one.person_id, of=row.id) == 1
    confirm = "UPDATE security_release SET status = 'confirmed', decided_by = :me, decided_by_name = 'X' WHERE id = :id"
    refused(one, release, confirm, "four_eyes", me=one.person_id, id=release.id)
    two = actor("decider")
    assert done(two, release, confirm, me=two.person_id, id=release.id) == 1
    refused(two, row, "UPDATE security SET status = 'released', released_on = app.today() WHERE id = :id",
            "still held for claims", id=row.id)  # fmt: skip


def test_the_time_for_claims_is_not_written_shorter_than_it_is(app):
    cases.law()
    by = cases.broker()
    cases.licence(by=by)
    securing.formula()
    row, officer = securing.row(securing.verified(by)), actor("officer")
    refused(officer, row, "UPDATE security SET claims_until = app.today() + 400 WHERE id = :id", "from the end of the",
            id=row.id)  # fmt: skip


def test_a_replacement_that_leaves_the_former_in_force_is_refused(broker):
    first = securing.verified(broker)
    second = securing.row(securing.lodge(broker, number="LC-2", replaces=first))
    officer = actor("officer")
    statement = "UPDATE security SET status = 'verified', judged_by = :me, judged_at = now() WHERE id = :id"
    refused(officer, second, statement, "would count twice", me=officer.person_id, id=second.id)


def formula_by(by) -> SecurityFormula:
    from datetime import date

    with transaction(actor=by):
        return formulas.propose(Terms("overseas", "QAR", (Band(0, 0, 1),), "Order 7 of 2026", date(2027, 4, 1)), by=by)


def test_a_formula_is_not_active_by_less_than_three_people_and_never_edited(broker):
    one, two = actor("decider"), actor("decider")
    row = formula_by(one)
    sets = "UPDATE security_formula SET {} WHERE id = :id"
    refused(one, row, sets.format("status = 'active'"), "approved_by_two", id=row.id)
    refused(one, row, sets.format("first_by = :me"), "three_people", me=one.person_id, id=row.id)
    refused(two, row, sets.format("status = 'active', first_by = :me, second_by = :me"), "three_people",
            me=two.person_id, id=row.id)  # fmt: skip
    refused(two, row, sets.format("first_by = :one"), "signed by|three_people", one=one.person_id, id=row.id)
    refused(two, row, sets.format("origin = 'law-file', status = 'active'"), "never changed", id=row.id)
    refused(two, row, sets.format("effective_from = '2020-01-01'"), "never changed", id=row.id)
    refused(two, None, "UPDATE security_band SET amount_minor = 0", "permission denied")
    refused(two, None, "INSERT INTO security_band VALUES (:id, 7, 7, 7)", "row-level security", id=row.id)
    active = (
        "INSERT INTO security_formula (id, class_code, status, origin, currency, per_branch_minor, least_notice_days,"
        " replace_days, top_up_days, claims_months, instrument, effective_from, proposed_at) VALUES (:id, 'overseas',"
        " 'active', 'law-file', 'QAR', 0, 0, 0, 1, 0, 'none at all', '2020-01-01', now())"
    )
    refused(two, SecurityFormula(id=row.id), active, "row-level security", id=ids.new_id())
    assert done(broker, None, sets.format("status = 'declined'"), id=row.id) == 0


def test_orders_are_nobodys_to_write(broker):
    refused(actor("decider"), None, "UPDATE security_order SET status = 'met'", "permission denied")
    refused(actor("decider"), None, "DELETE FROM security_call", "permission denied")
    refused(actor("decider"), None, "DELETE FROM security", "permission denied")
