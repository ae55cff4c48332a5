"""What a broker may tell about its agency, and what is refused."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.sessions.queries import actor_of
from core.db import transaction
from core.errors import Conflict, Invalid, NotFound, Refused
from core.trail import of
from licensing.agencies import facts, people, queries, service
from licensing.agencies.facts import PersonFacts
from tests.factories import actor, member


@pytest.fixture
def broker(app):
    return actor("broker", organisation_name="Blue River Placement")


@pytest.fixture
def agency(broker):
    with transaction(actor=broker):
        return service.register("NP-77/2019", by=broker)


def refused(act, *args, **options):
    with pytest.raises(Invalid) as refusal:
        act(*args, **options)
    return refusal.value.fields


def test_an_agency_is_made_of_its_organisation_once(broker, agency):
    with transaction(actor=broker):
        again = service.register("another number", by=broker)
        assert again.id == agency.id
        assert (again.legal_name, again.country, again.registration_number) == (
            "Blue River Placement",
            "NP",
            "NP-77/2019",
        )
        names = queries.names(again.id)
        assert [(row.kind, row.name) for row in names] == [("legal", "Blue River Placement")]
        assert names[0].search_keys
        assert [entry.action for entry in of("agency", agency.id)] == ["licensing.agency.register"]


def test_a_registration_number_is_asked_for_and_belongs_to_one_agency(app, agency):
    other = actor("broker")
    with transaction(actor=other):
        assert "registration_number" in refused(service.register, "", by=other)
    with transaction(actor=other):
        fields = refused(service.register, "NP-77/2019", by=other)
        assert fields == {
            "registration_number": "Another agency is registered with this number in this country. Check the number."
        }
        mine = service.register("NP-78/2019", by=other)
        assert "registration_number" in refused(
            service.describe, mine, facts.business(mine.legal_name, "NP-77/2019", "NP"), by=other
        )
        assert mine.registration_number == "NP-78/2019"


def test_only_a_broker_has_an_agency(app):
    officer = actor("officer")
    with transaction(actor=officer), pytest.raises(Refused):
        service.register("1", by=officer)


def test_a_new_legal_name_is_found_and_the_published_old_one_stays_as_a_former_one(broker, agency):
    with transaction(actor=broker):
        mine = queries.own(broker)
        service.describe(mine, facts.business("Green River", "NP-77/2019", "np"), by=broker)
        assert [(row.kind, row.name) for row in queries.names(mine.id)] == [("legal", "Green River")]
        service.publish(mine, by=broker)
        service.describe(mine, facts.business("Red River", "NP-77/2019", "NP"), by=broker)
        found = {row.kind: row.name for row in queries.names(mine.id)}
        assert found == {"former": "Green River", "legal": "Red River"}


def test_the_legal_name_cannot_be_removed_and_other_names_come_back(broker, agency):
    with transaction(actor=broker):
        mine = queries.own(broker)
        legal = queries.names(mine.id)[0]
        with pytest.raises(Conflict):
            service.remove_name(mine, legal.id, by=broker)
        row = service.add_name(mine, "  नीलो   नदी ", "local", by=broker)
        assert row.name == "नीलो नदी"
        assert service.add_name(mine, "नीलो नदी", "local", by=broker).id == row.id
        service.remove_name(mine, row.id, by=broker)
        service.remove_name(mine, row.id, by=broker)  # a second click
        assert service.restore_name(mine, row.id, by=broker).name == "नीलो नदी"
        assert "kind" in refused(service.add_name, mine, "X", "nickname", by=broker)


@pytest.mark.parametrize(
    ("typed", "e164"),
    [("01 4000000", "+97714000000"), ("+974 4444 1234", "+97444441234"), ("९८४१२३४५६७", "+9779841234567"),
     ("00977-1-4000000", "+97714000000")],
)  # fmt: skip
def test_phone_numbers_are_kept_in_one_form_whatever_was_typed(broker, agency, typed, e164):
    with transaction(actor=broker):
        row = service.add_phone(queries.own(broker), "Main office", typed, by=broker)
        assert (row.e164, row.label) == (e164, "Main office")
        assert service.add_phone(queries.own(broker), "Main office", e164, by=broker).id == row.id
        assert refused(service.add_phone, queries.own(broker), "Other", typed, by=broker) == {
            "phone": "This number is on the list already."
        }


@pytest.mark.parametrize("typed", ["", "12", "abc", "+1" * 30, "+000000000", "☎" * 10, "1; DROP TABLE agency_phone"])
def test_what_no_network_could_call_is_refused(broker, agency, typed):
    with transaction(actor=broker):
        assert set(refused(service.add_phone, queries.own(broker), "Main office", typed, by=broker)) == {"phone"}


def test_removing_another_agencys_rows_is_not_found(app, broker, agency):
    other = actor("broker")
    with transaction(actor=broker):
        phone = service.add_phone(queries.own(broker), "Main office", "01 4000000", by=broker)
        person = people.add(queries.own(broker), PersonFacts("Sita Rai", "principal"), by=broker)
    with transaction(actor=other):
        mine = service.register("NP-1", by=other)
        for act in (service.remove_phone, service.restore_phone, service.remove_name):
            with pytest.raises(NotFound):
                act(mine, phone.id, by=other)
        with pytest.raises(NotFound):
            people.remove(mine, person.id, by=other)


def test_there_is_one_principal_and_shares_do_not_exceed_the_whole(broker, agency):
    with transaction(actor=broker):
        mine = queries.own(broker)
        sita = people.add(mine, PersonFacts("Sita Rai", "principal", "np", date(1976, 3, 31), 60), by=broker)
        assert people.add(mine, people.told_of(sita), by=broker).id == sita.id
        with pytest.raises(Invalid) as refusal:
            people.add(mine, PersonFacts("Hari Rai", "principal"), by=broker)
        assert refusal.value.values == {"name": "Sita Rai"}
        assert "control_percent" in refused(
            people.add, mine, PersonFacts("Hari Rai", "owner", None, None, 40.01), by=broker
        )
        hari = people.add(mine, PersonFacts("Hari Rai", "owner", None, None, 40), by=broker)
        assert "control_percent" in refused(
            people.change, mine, hari, PersonFacts("Hari Rai", "owner", None, None, 41), by=broker
        )
        people.change(mine, hari, PersonFacts("Hari K. Rai", "owner", None, None, 39.5), by=broker)
        assert hari.name == "Hari K. Rai"


def test_a_removed_person_comes_back_unless_somebody_took_the_place(broker, agency):
    with transaction(actor=broker):
        mine = queries.own(broker)
        sita = people.add(mine, PersonFacts("Sita Rai", "principal"), by=broker)
        people.remove(mine, sita.id, by=broker)
        people.remove(mine, sita.id, by=broker)
        assert queries.people(mine.id) == []
        people.restore(mine, sita.id, by=broker)
        assert [row.name for row in queries.people(mine.id)] == ["Sita Rai"]
        people.remove(mine, sita.id, by=broker)
        people.add(mine, PersonFacts("Hari Rai", "principal"), by=broker)
        assert "role" in refused(people.restore, mine, sita.id, by=broker)


def test_people_with_impossible_facts_are_refused_naming_every_field(broker, agency):
    with transaction(actor=broker):
        wrong = PersonFacts("  ", "king", "XX", date(2999, 1, 1), float("nan"))
        assert set(refused(people.add, queries.own(broker), wrong, by=broker)) == {
            "name", "role", "nationality", "birth_date", "control_percent",
        }  # fmt: skip


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=4))
def test_any_text_is_cleaned_or_refused_never_a_crash(name, number, country):
    with contextlib.suppress(Invalid):
        told = facts.business(name, number, country)
        assert told.legal_name == told.legal_name.strip()
        assert 1 <= len(told.legal_name) <= 300


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "https://", "ftp://example.org", "exa mple.org", "https://a@b.org"]
)
def test_a_website_that_is_none_is_refused(website):
    assert "website" in refused(facts.office, "", "", None, website)


def test_a_website_without_its_scheme_is_completed():
    assert facts.office("", "", None, "example.org").website == "https://example.org"


def test_another_member_of_the_same_organisation_sees_the_same_agency(app, broker, agency):
    colleague = actor_of(member("broker", organisation=organisation_of(broker)))
    with transaction(actor=colleague):
        assert queries.own(colleague).id == agency.id
        assert queries.by_reference(agency.reference.lower()).id == agency.id


def organisation_of(broker):
    from accounts.organisations.queries import get

    with transaction(actor=broker):
        return get(broker.organisation_id)
