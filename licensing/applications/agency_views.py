"""Pages of the parts about the agency: business, names, people, offices, phones."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, redirect
from flask.typing import ResponseReturnValue

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.countries import phone_region
from core.errors import Invalid
from core.permit import permits
from licensing.agencies import facts, people
from licensing.agencies import queries as agencies
from licensing.agencies import service as agency_service
from licensing.agencies.facts import PersonFacts
from licensing.agencies.models import NameKind
from licensing.applications import asking, service
from licensing.applications.asking import say
from licensing.applications.forms import (
    NAME_KINDS,
    PERSON_ROLES,
    BusinessForm,
    NameForm,
    OfficeForm,
    PartForm,
    PersonForm,
    PhoneForm,
)
from licensing.applications.models import Application
from licensing.applications.part_pages import (
    Filling,
    Listing,
    address,
    blueprint,
    come_back_later,
    fill_in,
    grow,
    load_open,
    onwards,
    pressed,
    removed,
    render,
)
from licensing.applications.parts import Part


@blueprint.route("/<reference>/business", methods=["GET", "POST"])
@permits(Permission.APPLY)
def business(reference: str) -> ResponseReturnValue:
    """Ask who the agency is."""
    application = load_open(reference)
    agency = application.agency
    recorded = {name: getattr(agency, name) for name in ("legal_name", "registration_number", "country")}

    def save(form: Any) -> None:
        given = facts.business(form.legal_name.data, form.registration_number.data, form.country.data)
        say(application, "describe", vars(given), lambda: agency_service.describe(agency, given, by=signed_in()),
            by=signed_in())  # fmt: skip

    target = onwards(application, "names")
    page = Filling(application, Part.BUSINESS, "business.html", recorded, save, target)
    return fill_in(page, BusinessForm(data=recorded))


@blueprint.route("/<reference>/names", methods=["GET", "POST"])
@permits(Permission.APPLY)
def names(reference: str) -> ResponseReturnValue:
    """List the agency's names and ask for others."""
    application = load_open(reference)
    agency = application.agency

    def add(form: Any) -> None:
        name, kind = form.name.data, form.kind.data
        say(application, "add-name", {"name": name, "kind": kind},
            lambda: agency_service.add_name(agency, name, kind, by=signed_in()), by=signed_in())  # fmt: skip

    def context() -> dict[str, Any]:
        listed = [row for row in agencies.names(agency.id) if row.kind != NameKind.LEGAL]
        return {"names": listed, "kinds": dict(NAME_KINDS), "removed": removed()}

    page = Listing(
        application, Part.BUSINESS, "names.html", "name", add, address("names", application),
        onwards(application, "holding", key="companies"), context,
    )  # fmt: skip
    return grow(page, NameForm())


@blueprint.post("/<reference>/names/<uuid:row>/<what>")
@permits(Permission.APPLY)
def change_name(reference: str, row: UUID, what: str) -> ResponseReturnValue:
    """Remove a name, or undo that."""
    application = load_open(reference)
    act = chosen(what, agency_service.remove_name, agency_service.restore_name)
    asking.keep(application, "names", row, what, act, by=signed_in())
    return changed(application, Part.BUSINESS, "names", row, what)


@blueprint.route("/<reference>/people", methods=["GET", "POST"])
@permits(Permission.APPLY)
def people_index(reference: str) -> ResponseReturnValue:
    """List the people of the agency; going on needs a principal authority."""
    application = load_open(reference)
    form = PartForm()
    status = 200
    if form.validate_on_submit():
        later = pressed() == "later"
        missing = service.mark(application, Part.PEOPLE, finish=not later, by=signed_in())
        if later:
            return come_back_later(application)
        if not missing:
            return redirect(onwards(application, "offices"), 303)
        form.form_errors.extend(service.filled(gap) for gap in missing)
        status = 422
    return render(
        "people.html", application, Part.PEOPLE, status, form=form, people=agencies.people(application.agency_id),
        roles={role[0]: role[1] for role in PERSON_ROLES}, removed=removed(),
    )  # fmt: skip


@blueprint.route("/<reference>/people/add", methods=["GET", "POST"])
@permits(Permission.APPLY)
def add_person(reference: str) -> ResponseReturnValue:
    """Ask for one more person."""
    application = load_open(reference)
    form = PersonForm()
    if form.validate_on_submit():
        try:
            given = told(form)
            say(application, "add-person", spelt(given), lambda: people.add(application.agency, given, by=signed_in()),
                by=signed_in())  # fmt: skip
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            service.mark(application, Part.PEOPLE, finish=False, by=signed_in())
            return redirect(address("people_index", application), 303)
    status = 422 if form.errors else 200
    return render("person.html", application, Part.PEOPLE, status, form=form, person=None)


@blueprint.route("/<reference>/people/<uuid:row>", methods=["GET", "POST"])
@permits(Permission.APPLY)
def change_person(reference: str, row: UUID) -> ResponseReturnValue:
    """Ask for changes to what is recorded of a person."""
    application = load_open(reference)
    person = agencies.person(application.agency, row)
    recorded = vars(people.told_of(person))

    def save(form: Any) -> None:
        given = told(form)
        say(application, "change-person", spelt(given),
            lambda: people.change(application.agency, person, given, by=signed_in()), subject=person.id,
            by=signed_in())  # fmt: skip

    page = Filling(
        application, Part.PEOPLE, "person.html", recorded, save, address("people_index", application),
        finish=False, context={"person": person},
    )  # fmt: skip
    return fill_in(page, PersonForm(data=recorded))


@blueprint.post("/<reference>/people/<uuid:row>/<what>")
@permits(Permission.APPLY)
def keep_person(reference: str, row: UUID, what: str) -> ResponseReturnValue:
    """Take a person off the list, or undo that."""
    application = load_open(reference)
    act = chosen(what, people.remove, people.restore)
    asking.keep(application, "people", row, what, act, by=signed_in())
    return changed(application, Part.PEOPLE, "people_index", row, what)


@blueprint.route("/<reference>/offices", methods=["GET", "POST"])
@permits(Permission.APPLY)
def offices(reference: str) -> ResponseReturnValue:
    """Ask where the agency is found."""
    application = load_open(reference)
    agency = application.agency
    recorded = {name: getattr(agency, name) or None for name in ("address", "city", "email", "website")}

    def save(form: Any) -> None:
        given = facts.office(form.address.data, form.city.data, form.email.data, form.website.data)
        say(application, "locate", vars(given), lambda: agency_service.locate(agency, given, by=signed_in()),
            by=signed_in())  # fmt: skip

    target = onwards(application, "holding", key="premises")
    page = Filling(application, Part.OFFICES, "offices.html", recorded, save, target, finish=False)
    return fill_in(page, OfficeForm(data=recorded))


@blueprint.route("/<reference>/phones", methods=["GET", "POST"])
@permits(Permission.APPLY)
def phones(reference: str) -> ResponseReturnValue:
    """List the agency's telephone numbers and ask for others."""
    application = load_open(reference)
    agency = application.agency
    form = PhoneForm()
    form.phone.region = phone_region(agency.country)

    def add(form: Any) -> None:
        label, typed = form.label.data, form.phone.typed()
        say(application, "add-phone", {"label": label, "phone": typed},
            lambda: agency_service.add_phone(agency, label, typed, by=signed_in()), by=signed_in())  # fmt: skip

    page = Listing(
        application, Part.OFFICES, "phones.html", "phone", add, address("phones", application),
        onwards(application, "holding", key="web"),
        lambda: {"phones": agencies.phones(agency.id), "removed": removed()},
    )  # fmt: skip
    return grow(page, form)


@blueprint.post("/<reference>/phones/<uuid:row>/<what>")
@permits(Permission.APPLY)
def change_phone(reference: str, row: UUID, what: str) -> ResponseReturnValue:
    """Remove a telephone number, or undo that."""
    application = load_open(reference)
    act = chosen(what, agency_service.remove_phone, agency_service.restore_phone)
    asking.keep(application, "phones", row, what, act, by=signed_in())
    return changed(application, Part.OFFICES, "phones", row, what)


def chosen(what: str, remove: Callable[..., Any], restore: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Return the commands by the last word of the address; another word is no page."""
    known = {"remove": remove, "restore": restore}
    if what not in known:
        abort(404)
    return known


def spelt(given: PersonFacts) -> dict[str, Any]:
    """Return the facts of a person as a note keeps them."""
    return {**vars(given), "birth_date": given.birth_date.isoformat() if given.birth_date else None}


def changed(application: Application, part: Part, endpoint: str, row: UUID, what: str) -> ResponseReturnValue:
    """Note the change and go back to the list, which offers to undo a removal."""
    service.mark(application, part, finish=False, by=signed_in())
    more = {"removed": row} if what == "remove" else {}
    return redirect(address(endpoint, application, **more), 303)


def told(form: Any) -> PersonFacts:
    """Return what the form says of a person."""
    return PersonFacts(
        name=form.name.data or "", role=form.role.data or "", nationality=form.nationality.data,
        birth_date=form.birth_date.data, control_percent=form.control_percent.data or 0,
    )  # fmt: skip
