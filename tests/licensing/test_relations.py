"""Who belongs together: found by what agencies share, and a phoenix seen before a decision."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from core import clock
from core.actor import SYSTEM
from core.db import db, own_role, transaction
from core.errors import Conflict, Invalid, Refused
from licensing.agencies import holdings, people, told
from licensing.agencies import queries as agencies
from licensing.agencies.addresses import key_of
from licensing.agencies.facts import PersonFacts
from licensing.applications.states import Outcome
from licensing.assessment import service as assessment
from licensing.licences.models import Licence
from licensing.relations import clearing, likeness, phoenix, queries, service
from licensing.relations.models import PhoenixAlert
from tests.factories import actor
from tests.licensing import cases

DAY = date(2026, 11, 21)
IBAN = "GB33 BUKB 2020 1555 5555 55"
LOOKED = "I called both and saw two different families behind them."


def bank(by, number: str = IBAN) -> None:
    with transaction(actor=by):
        holdings.add_bank_account(agencies.own(by), told.account("Himal Bank", "NP", number), by=by)


def compared(agency_id) -> None:
    token = own_role.set("fairgate_worker")
    try:
        with transaction(actor=SYSTEM):
            service.compare(agency_id)
    finally:
        own_role.reset(token)


def agency_of(by):
    with transaction(actor=by):
        return agencies.own(by).id


def shared(agency_id) -> set[tuple[str, str]]:
    officer = actor("officer")
    with transaction(actor=officer):
        return {(row.kind, row.other.legal_name) for row in queries.of_agency(agency_id)}


def two(run_jobs, **options):
    """Two agencies that were handed in and compared; the second takes `options`."""
    cases.law()
    actor("officer")  # there is a regulator, whose these findings are
    first, second = cases.broker("Blue River Placement"), cases.broker("Green Hill Services")
    cases.hand_in(first, person="Sita Rai", phone="01 4000000")
    bank(first)
    reference = cases.hand_in(
        second, name="Green Hill Services", **{"person": "Maya Lama", "phone": "01 4777777"} | options
    )
    run_jobs()
    return first, second, reference


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("12, River Rd., 2nd Floor", "Kathmandu"), ("2 floor, River Road 12", "KATHMANDU")),
        (("1 River Road", "Kathmandu"), ("River Rd 01", "Kathmandu")),
        (("घर १२, नदी मार्ग", "काठमाडौं"), ("नदी मार्ग, घर 12", "काठमाडौं")),
    ],
)
def test_spellings_of_one_address_have_one_key(one, other):
    assert key_of(*one, "NP") == key_of(*other, "NP") != ""


def test_a_town_alone_is_no_address_and_another_house_is_another_place():
    assert key_of("", "Kathmandu", "NP") == ""
    assert key_of("12 River Road", "Kathmandu", "NP") != key_of("13 River Road", "Kathmandu", "NP")


def test_two_days_of_birth_are_two_people_however_alike_the_names():
    ours = likeness.person(None, "Sita Rai", date(1976, 3, 31))
    assert likeness.alike(ours, likeness.person(None, "Rai, Sita", date(1976, 3, 31)))[0] == "person"
    assert likeness.alike(ours, likeness.person(None, "Sita Rai", date(1980, 1, 1))) is None
    assert likeness.alike(ours, likeness.person(None, "Sita Rai", None))[0] == "person-name"
    assert likeness.alike(ours, likeness.person(None, "Hari Gurung", date(1976, 3, 31))) is None


def test_what_two_agencies_share_is_found_from_either_side(app, run_jobs):
    first, second, _reference = two(run_jobs, phone="+977 1 4000000")
    one, other = agency_of(first), agency_of(second)
    found = {("address", "Green Hill Services"), ("email", "Green Hill Services"), ("domain", "Green Hill Services"),
             ("person-name", "Green Hill Services"), ("phone", "Green Hill Services")}  # fmt: skip
    assert shared(one) == found
    assert shared(other) == {(kind, "Blue River Placement") for kind, _name in found}
    bank(second, "GB33BUKB20201555555555")  # typed otherwise, the same account
    run_jobs()
    assert ("bank", "Blue River Placement") in shared(other)
    assert ("bank", "Green Hill Services") in shared(one)


def test_what_an_agency_no_longer_says_is_still_known(app, run_jobs):
    _first, second, _reference = two(run_jobs)
    bank(second)
    run_jobs()
    with transaction(actor=second):
        row = holdings.entries.of(holdings.AgencyBankAccount, agencies.own(second).id)[0]
        holdings.remove_bank_account(agencies.own(second), row.id, by=second)
    run_jobs()
    assert ("bank", "Blue River Placement") in shared(agency_of(second))


def test_a_mail_host_of_the_public_relates_nobody(app, run_jobs):
    cases.law()
    actor("officer")
    brokers = [cases.broker(name) for name in ("Blue River Placement", "Green Hill Services")]
    for number, by in enumerate(brokers):
        cases.hand_in(by, name="x", person=f"Person {number}", phone=f"01 400000{number}")
        with transaction(actor=by):
            from licensing.agencies import facts
            from licensing.agencies import service as plain

            office = facts.office(f"{number} Hill Road", "Kathmandu", f"office{number}@gmail.com", None)
            plain.locate(agencies.own(by), office, by=by)
    run_jobs()
    kinds = {kind for kind, _other in shared(agency_of(brokers[0]))}
    assert "email" not in kinds or "domain" not in kinds


def test_comparing_asks_the_same_number_of_questions_whatever_the_number_of_agencies(app, run_jobs):
    cases.law()
    actor("officer")
    by = [cases.broker(f"Agency {number}") for number in range(5)]
    cases.hand_in(by[0], person="Sita Rai")
    run_jobs()
    compared(agency_of(by[0]))
    few = counted(agency_of(by[0]))
    for number, one in enumerate(by[1:]):
        cases.hand_in(one, person=f"Maya Lama {number}")
    run_jobs()
    many = counted(agency_of(by[0]))
    assert many <= few + 2 <= 32


def counted(agency_id) -> int:
    """Count the statements of one comparison."""
    found = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        found.append(statement)

    engine = db.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        compared(agency_id)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(found)


# ------------------------------------------------------------------------------------------------ phoenix


def struck(number: str, status: str) -> None:
    """Make a licence what a measure would make it, and tell the house."""
    from sqlalchemy import text

    from core import events
    from licensing.events import LicenceStatusChanged

    licence = cases.licence_of(number)
    with transaction(role="none") as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("UPDATE licence SET status = :s WHERE id = :id"), {"s": status, "id": licence.id})
        session.execute(text("SET LOCAL session_replication_role = origin"))
        events.publish(LicenceStatusChanged(licence.id))


def phoenix_case(run_jobs, *, status: str = "revoked", phone: str = "+977 1 4000000"):
    """A company of new people behind the telephone of an agency that lost its licence; return its case's reference."""
    cases.law()
    number = cases.licence(name="Blue River Placement")
    struck(number, status)
    reference = cases.hand_in(
        cases.broker("Green Hill Services"), name="Green Hill Services", person="Maya Lama", phone=phone
    )
    run_jobs()
    return reference


def alerts_of(reference: str) -> list[PhoenixAlert]:
    officer = actor("officer")
    with transaction(actor=officer):
        return queries.of_application(cases.queries.get(reference).id)


@pytest.mark.parametrize(
    ("status", "trigger"),
    [("revoked", "lost-licence"), ("cancelled", "lost-licence"), ("suspended", "suspended-licence")],
)
def test_a_new_company_behind_the_telephone_of_one_that_lost_its_licence_raises_an_alert(
    app, run_jobs, status, trigger
):
    reference = phoenix_case(run_jobs, status=status)
    (alert,) = alerts_of(reference)
    assert (alert.trigger, alert.status) == (trigger, "open")
    assert alert.facts["agency"] == "Blue River Placement"
    assert "phone" in {one["kind"] for one in alert.evidence}
    run_jobs()
    assert len(alerts_of(reference)) == 1


def test_an_agency_that_is_in_good_standing_raises_none(app, run_jobs):
    cases.law()
    cases.licence(name="Blue River Placement")
    reference = cases.hand_in(cases.broker("Green Hill Services"), name="Green Hill Services", phone="01 4000000")
    run_jobs()
    assert alerts_of(reference) == []


def test_a_licence_lost_while_the_case_is_open_raises_the_alert_then(app, run_jobs):
    cases.law()
    number = cases.licence(name="Blue River Placement")
    reference = cases.hand_in(cases.broker("Green Hill Services"), name="Green Hill Services", person="Maya Lama")
    run_jobs()
    assert alerts_of(reference) == []
    struck(number, "revoked")
    run_jobs()
    assert [row.trigger for row in alerts_of(reference)] == ["lost-licence"]
    struck(number, "active")  # an appeal put the licence back: what the alert rested on is gone
    run_jobs()
    assert [row.status for row in alerts_of(reference)] == ["ended"]


def test_a_grant_waits_until_two_people_cleared_the_alert(app, run_jobs):
    reference = phoenix_case(run_jobs)
    officer, colleague = actor("officer"), actor("officer")
    cases.check_all(reference, officer)
    with transaction(actor=officer), pytest.raises(Conflict) as refusal:
        assessment.recommend(cases.queries.get(reference), Outcome.GRANT, reason=cases.REASON, by=officer)
    assert refusal.value.code == "phoenix-alert-open"
    (alert,) = alerts_of(reference)
    with transaction(actor=officer):
        mine = queries.alert(alert.reference, lock=True)
        with pytest.raises(Invalid):
            clearing.clear(mine, reason="short", by=officer)
        clearing.clear(mine, reason=LOOKED, by=officer)
    with transaction(actor=officer):
        mine = queries.alert(alert.reference, lock=True)
        with pytest.raises(Refused):
            clearing.second(mine, agree=True, note=None, by=officer)
    with transaction(actor=officer), pytest.raises(Conflict):
        assessment.recommend(cases.queries.get(reference), Outcome.GRANT, reason=cases.REASON, by=officer)
    with transaction(actor=colleague):
        clearing.second(queries.alert(alert.reference, lock=True), agree=True, note=None, by=colleague)
    with transaction(actor=officer):
        assessment.recommend(cases.queries.get(reference), Outcome.GRANT, reason=cases.REASON, by=officer)
    run_jobs()
    assert [row.status for row in alerts_of(reference)] == ["cleared"]


def test_a_confirmed_phoenix_can_only_be_refused(app, run_jobs):
    reference = phoenix_case(run_jobs)
    officer = actor("officer")
    cases.check_all(reference, officer)
    (alert,) = alerts_of(reference)
    with transaction(actor=officer):
        clearing.confirm(queries.alert(alert.reference, lock=True), reason="The same two men run both.", by=officer)
    with transaction(actor=officer):
        application = cases.queries.get(reference)
        with pytest.raises(Conflict) as refusal:
            assessment.recommend(application, Outcome.GRANT, reason=cases.REASON, by=officer)
        assert refusal.value.detail.startswith("Phoenix alert %(reference)s is confirmed")
        assessment.recommend(application, Outcome.REFUSE, reason=cases.REASON, by=officer)


def test_new_evidence_opens_a_cleared_alert_again(app, run_jobs):
    reference = phoenix_case(run_jobs)
    (alert,) = alerts_of(reference)
    for act, who in ((clearing.clear, actor("officer")), (clearing.second, actor("officer"))):
        with transaction(actor=who):
            given = {"reason": LOOKED} if act is clearing.clear else {"agree": True, "note": None}
            act(queries.alert(alert.reference, lock=True), **given, by=who)
    run_jobs()
    assert [row.status for row in alerts_of(reference)] == ["cleared"]
    with transaction(role="none"):
        organisation = db.session.execute(db.select(Licence.organisation_id)).scalar_one()
    assert organisation
    with transaction(role="none"):
        from licensing.agencies.models import Agency

        old = db.session.execute(db.select(Agency).where(Agency.legal_name == "Blue River Placement")).scalar_one()
        new = db.session.execute(db.select(Agency).where(Agency.legal_name == "Green Hill Services")).scalar_one()
        for agency in (old, new):
            holdings.add_bank_account(agency, told.account("Himal Bank", "NP", IBAN), by=SYSTEM)
    run_jobs()
    assert [row.status for row in alerts_of(reference)] == ["open"]
    assert "bank" in {one["kind"] for one in alerts_of(reference)[0].evidence}


def test_a_refusal_more_than_five_years_ago_is_past(app, run_jobs):
    rule = type("Rule", (), {"years": 5})()
    assert phoenix._recent(clock.today() - timedelta(days=365 * 5), rule)
    assert not phoenix._recent(clock.today() - timedelta(days=366 * 5 + 1), rule)
    assert phoenix._recent(None, rule)


def test_people_who_left_are_compared_too(app, run_jobs):
    cases.law()
    number = cases.licence(name="Blue River Placement", person="Dawa Sherpa")
    struck(number, "revoked")
    second = cases.broker("Green Hill Services")
    reference = cases.hand_in(second, name="Green Hill Services", person="Dawa Sherpa", phone="01 4777777")
    with transaction(actor=second):
        mine = agencies.own(second)
        principal = next(row for row in agencies.people(mine.id) if row.role == "principal")
        people.remove(mine, principal.id, by=second)
        people.add(mine, PersonFacts("Maya Lama", "principal"), by=second)
    run_jobs()
    (alert,) = alerts_of(reference)
    assert "person" in {one["kind"] for one in alert.evidence}


def test_the_picture_holds_forty_boxes_at_most_and_says_how_many_are_left_out():
    from core import ids
    from licensing.relations import graph
    from licensing.relations.showing import WORDS

    links = [
        graph.Link("phone" if number % 2 else "bank", f"thing {number}", ids.new_id(), f"Agency {number}", "G-1", number % 100)
        for number in range(100)
    ]
    drawn = graph.draw("Blue River", links, WORDS, {})
    assert len(drawn.nodes) <= 40
    assert drawn.left_out == 2 * 100 - (len(drawn.nodes) - 1)
    assert all(0 <= node.y <= drawn.height for node in drawn.nodes)
    alone = graph.draw("Blue River", [], WORDS, {})
    assert (len(alone.nodes), alone.lines, alone.left_out) == (1, (), 0)
