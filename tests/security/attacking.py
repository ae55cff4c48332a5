"""What attacks on the demonstration need: sign-ins, the superuser's hand, every address, text in every column."""

from flask import url_for
from sqlalchemy import text

from accounts.permissions import Role
from core import db as database
from tests.client import Browser, Client

PASSWORD = "demonstration only"
# The closing bracket breaks out of attributes, the tag out of text, the braces would be run by a template.
XSS = "\"'><script>alert(1)</script>{{7*7}}"
FORMULA = "=HYPERLINK(1)"


def browser(app, email: str) -> Client:
    client = Client(app)
    client.sign_in(email, PASSWORD)
    return client


def bearer(app, email: str) -> dict[str, str]:
    answer = Browser(app, app.response_class).post("/api/v1/sessions", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201
    return {"Authorization": f"Bearer {answer.json['token']}"}


def as_owner(statement: str, **values: object) -> list:
    """Run a statement as superuser inside the test's transaction, triggers off."""
    connection = database.db.engines[None]
    connection.execute(text("SET LOCAL ROLE NONE"))
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    result = connection.execute(text(statement), values)
    rows = list(result) if result.returns_rows else []
    connection.execute(text("SET LOCAL session_replication_role = origin"))
    return rows


PLACES = {
    "alerts": "alert", "suppliers": "supplier", "lists": "supplier_list", "visits": "audit", "findings": "finding",
    "engagements": "engagement", "applications": "application", "assessment": "application", "licences": "licence",
}  # fmt: skip


def things(status: str = "draft") -> dict[str, str]:
    """References of one company's things, and of one broker's application."""
    company = "(SELECT id FROM organisation WHERE name LIKE 'Northwind%')"
    found = {table: as_owner(f"SELECT reference FROM {table} WHERE organisation_id = {company} ORDER BY 1 LIMIT 1")[0][0]
             for table in ("alert", "supplier", "supplier_list", "audit", "finding")}  # fmt: skip
    found["engagement"] = str(as_owner(f"SELECT id FROM engagement WHERE organisation_id = {company} LIMIT 1")[0][0])
    case = as_owner("SELECT a.reference, p.id, a.id FROM application a JOIN agency_person p USING (agency_id)"
                    " WHERE a.status = :status ORDER BY 1, 2 LIMIT 1", status=status)[0]  # fmt: skip
    found["application"], found["row"] = case[0], str(case[1])
    found["licence"] = as_owner("SELECT number FROM licence WHERE status = 'active' ORDER BY 1 LIMIT 1")[0][0]
    found["measure"] = str(as_owner("SELECT id FROM licence_measure ORDER BY id LIMIT 1")[0][0])
    return found


CHOICES = {
    "kind": "people",
    "what": "remove",
    "measure": "suspend",
    "protection_plan": "wages and tickets are secured",
    "group": "FEE",
    "code": "meridia-debarred",
    "sequence": 1,
}


def addresses(app, known: dict[str, str], rooms: set[str]) -> list[tuple[str, str]]:
    """Every (method, address) of `rooms` whose variables name one of the `known` things."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            room = rule.endpoint.partition(".")[0].removeprefix("api_")
            if room not in rooms or not rule.arguments:
                continue
            wanted = {name: value_of(name, rule._converters[name], room, known) for name in rule.arguments}
            found += [
                (method, url_for(rule.endpoint, **wanted)) for method in rule.methods & {"GET", "POST", "PUT", "DELETE"}
            ]
    return found


def value_of(name: str, converter, room: str, known: dict[str, str]) -> object:
    """What stands for one variable of an address: a thing that is there, in the form that the address asks for."""
    named = {"reference": PLACES[room], "number": PLACES[room], "measure_id": "measure", "engagement_id": "engagement"}
    kind = type(converter).__name__
    if kind == "AnyConverter":
        return min(converter.items)
    if kind == "UUIDConverter":
        return known[named.get(name, "row")]
    if name == "kind" and room == "assessment":
        return "identity"
    return known[named[name]] if name in named else CHOICES.get(name, known["row"])


# Tables whose free text people type or upload; words with a meaning to the program are no text.
TYPED = {
    "agency": ("legal_name", "city", "address", "website"), "agency_name": ("name",), "agency_person": ("name",),
    "agency_phone": ("label",), "application": ("recommendation_reason", "returned_note"),
    "application_check": ("reason", "by_name"), "application_decision": ("reason", "decided_by_name"),
    "licence_condition": ("text", "public_text"),
    "licence_measure": ("reason", "proposed_by_name", "decided_by_name", "decision_note"),
    "supplier": ("name", "local_name", "address", "city", "external_reference"),
    "supplier_broker": ("name", "licence_number"), "supplier_list": ("name", "file_name"),
    "alert": ("subject_name", "object_name", "note", "assigned_name", "decided_by_name", "confirmed_by_name"),
    "audit": ("standard", "summary", "lead_auditor_name"),
    "finding": ("clause", "severity_native", "description", "created_by_name"),
    "audit_entry": ("actor_name", "reason"), "organisation": ("name",), "person": ("name",),
    "mail_message": ("subject", "body"), "watchlist": ("title", "publisher"), "flagged_entity": ("remarks",),
    "legal_ground": ("sentence",), "licence_class": ("name",),
}  # fmt: skip


def poison(payload: str) -> int:
    """Put `payload` before every typed text in the database; return how many columns took it."""
    taken = 0
    longest = dict(as_owner(
        "SELECT table_name || '.' || column_name, character_maximum_length FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    ))  # fmt: skip
    for table, columns in TYPED.items():
        for column in columns:
            place = f"{table}.{column}"
            if place not in longest:
                continue
            width = longest[place] or 1_000
            if width < len(payload):
                continue
            as_owner(f"UPDATE {table} SET {column} = btrim(left(:payload || {column}, {width})) WHERE {column} IS NOT NULL",
                     payload=payload)  # fmt: skip
            taken += 1
    as_owner(
        "UPDATE supplier_list SET headers = (SELECT jsonb_agg(to_jsonb(CAST(:p AS text) || h)) FROM"
        " jsonb_array_elements_text(headers) h) WHERE jsonb_typeof(headers) = 'array' AND headers <> '[]'", p=payload,
    )  # fmt: skip
    as_owner(
        "UPDATE supplier_list_row SET raw = (SELECT jsonb_agg(to_jsonb(CAST(:p AS text) || coalesce(h, ''))) FROM"
        " jsonb_array_elements_text(raw) h) WHERE jsonb_typeof(raw) = 'array' AND raw <> '[]'", p=payload,
    )  # fmt: skip
    return taken


PEOPLE = {
    Role.OFFICER: "officer@meridia.example", Role.DECIDER: "decider@meridia.example", Role.ANALYST: "analyst@northwind.example",
    Role.COMPLIANCE: "compliance@northwind.example", Role.AUDITOR: "auditor@lantern.example", Role.BROKER: "",
}  # fmt: skip


def broker_of(reference: str) -> str:
    return as_owner("SELECT p.email FROM application a JOIN membership m USING (organisation_id)"
                    " JOIN person p ON p.id = m.person_id WHERE a.reference = :r", r=reference)[0][0]  # fmt: skip


def pages(app, known: dict[str, str]) -> list[tuple[str, str]]:
    """Every (endpoint, address) that answers a GET with a page or a file."""
    rooms = {rule.endpoint.partition(".")[0] for rule in app.url_map.iter_rules()} - {"static"}
    rooms = {room for room in rooms if not room.startswith("api_")}
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            room = rule.endpoint.partition(".")[0]
            if room in rooms and "GET" in rule.methods and not rule.arguments:
                found.append((rule.endpoint, url_for(rule.endpoint)))
    tables = {address: room for room in PLACES for method, address in addresses(app, known, {room}) if method == "GET"}
    return found + [(f"{room}.", address) for address, room in tables.items() if not address.startswith("/api/")]
