"""Licensing standards: versions in force, findings with evidence on a case, and what the score allows."""

import io
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from core import clock, ids
from core.db import db, transaction
from core.errors import Conflict, Invalid, Refused
from licensing.applications.states import Outcome
from licensing.assessment import queries as cases_queries
from licensing.standards import gate, queries, rules, service
from licensing.standards.models import StandardScore
from licensing.standards.offering import chosen
from licensing.standards.queries import Evidence
from licensing.standards.reading import StandardFacts, read
from licensing.standards.states import EvidenceKind, FindingOutcome, Status
from tests.conftest import NOON
from tests.factories import actor, signed_in
from tests.licensing import cases, standards
from tests.licensing.test_assessment import bearer

REASON = standards.REASON
LONG = "The standards were looked at one by one, and this is what follows from the findings on the case."


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


@pytest.fixture
def officer(app):
    return signed_in(app, "officer", name="Amina Otieno")


def checked(**options: object) -> str:
    """A case with every check recorded, asked the standards in force."""
    with clock.frozen(NOON - timedelta(days=1)):
        standards.in_force()
    reference = cases.hand_in()
    cases.check_all(reference, actor("officer"), **options)
    return reference


# ------------------------------------------------------------------------------------------ what a score allows

FOUND = st.dictionaries(
    st.sampled_from(["C1", "A1", "A2", "A3", "A4"]), st.sampled_from([str(item) for item in FindingOutcome])
)


def verdict(found: dict[str, str]) -> rules.Verdict:
    return rules.verdict(standards.facts().standards, found, fails_at=30)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None)
@given(FOUND)
def test_whatever_is_found_a_failing_score_leaves_only_a_refusal_and_points_a_condition(found):
    said = verdict(found)
    points = sum(30 if code == "C1" else 8 for code, outcome in found.items() if outcome == "not-met")
    assert said.score == points
    assert said.failing == (points >= 30)
    assert (Outcome.GRANT in said.outcomes) == (not said.failing and not said.missing)
    assert said.conditional == (0 < points < 30)


def test_a_class_without_standards_asks_none():
    assert rules.Verdict(asked=False).outcomes == [Outcome.GRANT, Outcome.REFUSE]
    assert not rules.Verdict(asked=False).conditional


def test_a_critical_standard_fails_alone_whatever_it_costs():
    cheap = (StandardFacts("C1", "T", "Q", critical=True, points=1),)
    assert rules.verdict(cheap, {"C1": "not-met"}, fails_at=30).failing


def test_an_unsure_answer_costs_nothing_but_a_critical_standard_needs_a_sure_one():
    every = dict.fromkeys(["C1", "A1", "A2", "A3", "A4"], "met")
    assert verdict(every | {"A1": "unsure"}).outcomes == [Outcome.GRANT, Outcome.REFUSE]
    assert verdict(every | {"C1": "unsure"}).missing == ("C1",)
    assert verdict(every | {"C1": "unsure"}).outcomes == []


# ------------------------------------------------------------------------------------------ on a case


def test_an_officer_answers_each_standard_with_its_evidence_and_sees_the_points(app, officer):
    reference = checked()
    page = officer.get(f"/staff/cases/{reference}/standards", status=200)
    assert "0 of 30 points" in page.words
    assert "Standards without a sure answer: 5" in page.words
    page = page.click("C1 Workers pay nothing")
    page = page.submit("Record the finding", outcome="met", reason=REASON)
    assert page.h1 == "Contracts", "the next standard without an answer comes up by itself"
    page = page.submit("Record the finding", outcome="not-met", reason=REASON)
    assert page.status == 422
    assert page.errors == ["Choose what shows that the standard is not met, or add a file."]
    evidence = page.soup.find("input", attrs={"name": "evidence"})["value"]
    page = page.submit("Record the finding", outcome="not-met", reason=REASON, evidence=[evidence])
    assert page.h1 == "Complaints", page.errors
    page = officer.get(f"/staff/cases/{reference}/standards", status=200)
    assert "8 of 30 points" in page.words
    assert "Amina Otieno" in page.words
    assert "Check: who the agency is" in page.words
    assert page.queries <= 20


def test_a_file_is_evidence_and_is_sent_as_a_file_only(app, officer):
    reference = checked()
    page = officer.get(f"/staff/cases/{reference}/standards/A1", status=200)
    page = page.submit(
        "Record the finding", {"paper": (io.BytesIO(b"<script>"), "contract.pdf")}, outcome="not-met", reason=REASON
    )
    assert page.status == 200, page.errors
    link = officer.get(f"/staff/cases/{reference}/standards").soup.find("a", string="contract.pdf")
    assert link
    sent = officer.get(link["href"], status=200, check=False).response
    assert sent.mimetype == "application/octet-stream"
    assert sent.headers["Content-Disposition"].startswith("attachment")
    other = cases.hand_in(name="Other Agency", person="Other Person", phone="01 4000001")
    assert officer.get(link["href"].replace(reference, other), check=False).status == 404


def test_a_later_finding_takes_the_place_of_an_earlier_one_and_both_stay(app, officer):
    reference = checked()
    officer.get(f"/staff/cases/{reference}/standards/A1").submit("Record the finding", outcome="unsure", reason=REASON)
    page = officer.get(f"/staff/cases/{reference}/standards/A1")
    page.submit("Record the finding", outcome="met", reason="The contracts were shown after all.")
    page = officer.get(f"/staff/cases/{reference}/standards/A1")
    assert "The contracts were shown after all." in page.words
    assert REASON in page.words
    with transaction(role="none"):
        application = cases_queries.get(reference)
        assert [row.outcome for row in queries.sheet(application).of("A1").findings] == ["met", "unsure"]


def test_evidence_of_another_case_is_refused(app):
    reference = checked()
    by = actor("officer")
    with pytest.raises(Invalid, match="evidence-unknown"), transaction(actor=by):
        chosen(cases_queries.get(reference), [f"check:{ids.new_id()}"])
    made_up = [Evidence(EvidenceKind.CHECK, ids.new_id(), "Made up")]
    told = {"reason": REASON, "evidence": made_up, "by": by}
    with pytest.raises(IntegrityError, match="belongs to the case"), transaction(actor=by):
        service.record_finding(cases_queries.get(reference), "A1", FindingOutcome.NOT_MET, **told)


def test_no_finding_is_recorded_before_the_case_is_being_checked(app):
    with clock.frozen(NOON - timedelta(days=1)):
        standards.in_force()
    reference, by = cases.hand_in(), actor("officer")
    with pytest.raises(Conflict, match="not-assessed"), transaction(actor=by):
        service.record_finding(cases_queries.get(reference), "A1", FindingOutcome.MET, reason=REASON, by=by)


def test_the_python_rule_and_the_database_give_the_same_verdict(app):
    reference = checked()
    standards.answer_all(reference, actor("officer"), C1="unsure", A1="not-met", A2="not-met", A3="not-applicable")
    with transaction(role="none"):
        application = cases_queries.get(reference)
        said = db.session.execute(db.select(db.func.app.standard_verdict(application.id))).scalar_one()
        mine = queries.verdict(application.id)
        assert tuple(said)[1:] == (str(mine.score), "f", str(len(mine.missing)))
        assert mine == queries.sheet(application).verdict
        assert queries.score_of(application.id) == 16


# ------------------------------------------------------------------------------------------ over the API


def test_the_api_takes_findings_and_gives_the_verdict(app):
    from tests.factories import member

    reference = checked()
    headers = bearer(app, member("officer"))
    http = app.test_client()
    address = f"/api/v1/cases/{reference}/standards"
    sheet = http.get(address, headers=headers)
    assert sheet.status_code == 200
    assert sheet.json["verdict"]["missing"] == ["C1", "A1", "A2", "A3", "A4"]
    answer = http.post(f"{address}/A1/findings", headers=headers, json={"outcome": "not-met", "reason": REASON})
    assert (answer.status_code, answer.json["code"]) == (422, "evidence-missing")
    with transaction(role="none"):
        check = str(cases_queries.get(reference).checks[0].id)
    answer = http.post(
        f"{address}/A1/findings", headers=headers,
        json={"outcome": "not-met", "reason": REASON, "evidence": [{"kind": "check", "id": check}]},
    )  # fmt: skip
    assert answer.status_code == 201
    assert answer.json["verdict"]["score"] == 8
    assert (
        http.post(f"{address}/ZZ/findings", headers=headers, json={"outcome": "met", "reason": REASON}).status_code
        == 404
    )


# ------------------------------------------------------------------------------------------ versions


def test_two_people_put_a_version_into_force_on_its_page(app):
    standards.proposed()
    first, second = signed_in(app, "decider", name="Bikash Thapa"), signed_in(app, "decider", name="Clara Mendes")
    page = first.get("/staff/standards", status=200).click("Standards, version 1")
    assert "Nobody has approved this version yet." in page.words
    page = page.submit("Approve this version")
    assert "Someone else must approve it too." in page.words
    assert not page.soup.find("button", string="Approve this version")
    page = second.get("/staff/standards/overseas/1", status=200).submit("Approve this version")
    assert "in force for applications handed in from now on" in page.words
    assert "Bikash Thapa" in page.words


def test_nobody_approves_twice_nor_what_is_decided(app):
    version, by = standards.proposed(), actor("decider")
    with transaction(actor=by):
        service.approve(queries.version(version.code, 1, lock=True), by=by)
    with pytest.raises(Refused, match="same-person"), transaction(actor=by):
        service.approve(queries.version(version.code, 1, lock=True), by=by)
    other = actor("decider")
    with transaction(actor=other):
        service.decline(queries.version(version.code, 1, lock=True), reason="It asks too little of agencies.", by=other)
    with pytest.raises(Conflict, match="standards-not-proposed"), transaction(actor=actor("decider")):
        service.approve(queries.version(version.code, 1, lock=True), by=actor("decider"))


def test_a_declined_version_says_why_and_asks_nothing(app):
    standards.proposed()
    page = signed_in(app, "decider").get("/staff/standards/overseas/1", status=200)
    page = page.submit("Decline", reason="short")
    assert page.status == 422
    page = page.submit("Decline", reason="It asks too little of agencies.")
    assert "The version is declined." in page.words
    with transaction(role="none"):
        assert queries.verdict(cases_queries.get(cases.hand_in()).id).asked is False


def test_a_case_is_asked_the_version_in_force_on_the_day_it_was_handed_in(app):
    with clock.frozen(NOON - timedelta(days=2)):
        standards.in_force()
        before = cases.hand_in()
    with clock.frozen(NOON - timedelta(days=1)):
        standards.in_force(edition=2, fails_at=40)
    standards.in_force(edition=3, effective_from=date(2099, 1, 1))
    after = cases.hand_in(name="Other Agency", person="Other Person", phone="01 4000001")
    with transaction(role="none"):
        found = [queries.sheet(cases_queries.get(item)).version.edition for item in (before, after)]
    assert found == [1, 2]


def test_a_version_past_its_last_day_asks_nothing(app):
    with clock.frozen(NOON - timedelta(days=2)):
        standards.in_force()
        standards.in_force(edition=2, effective_from=date(2026, 1, 1), effective_to=date(2026, 11, 20))
    with transaction(role="none"):
        assert queries.verdict(cases_queries.get(cases.hand_in()).id).asked is False


def test_versions_are_read_from_files_and_faults_name_their_line(app, tmp_path):
    (tmp_path / "standard_sets.csv").write_text(
        "code,edition,class,title,fails_at,instrument,effective_from,effective_to\n"
        "overseas,1,overseas,Standards,30,Order,2026-01-01,\n", encoding="utf-8"
    )  # fmt: skip
    (tmp_path / "standards.csv").write_text(
        "set,edition,code,title,question,critical,points\noverseas,1,C1,Pay,Does nobody pay?,yes,30\n", encoding="utf-8"
    )
    for expected in (1, 0):
        with transaction(role="fairgate_worker"):
            assert service.load(tmp_path) == expected, "a version that is known is left as it is"
    with transaction(role="none"):
        assert queries.version("overseas", 1).status == Status.PROPOSED
    (tmp_path / "standards.csv").write_text(
        "set,edition,code,title,question,critical,points\noverseas,1,C1,Pay,Does nobody pay?,perhaps,30\n",
        encoding="utf-8",
    )
    with pytest.raises(Invalid) as refusal:
        read(tmp_path)
    assert refusal.value.values["where"] == "standards.csv, line 2"


def test_scores_are_kept_as_they_stood(app):
    reference = checked()
    by = actor("officer")
    standards.answer_all(reference, by, A1="not-met")
    with transaction(role="none"):
        assert db.session.execute(db.select(StandardScore)).first() is None
        with pytest.raises(Conflict, match="standards-conditional"):
            gate.refuse_unless_allowed(cases_queries.get(reference).id, Outcome.GRANT, conditions=0)
        assert gate.refuse_unless_allowed(cases_queries.get(reference).id, Outcome.GRANT, conditions=1).score == 8
