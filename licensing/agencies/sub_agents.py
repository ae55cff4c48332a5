"""Commands on sub-agents and their identity cards: who may act for an agency, where, for what; never for money."""

from uuid import UUID

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid
from core.i18n import N_
from licensing.agencies import entries, told
from licensing.agencies.models import Agency
from licensing.agencies.tables import AgencySubAgent, SubAgentKind
from screening.names import Kind, search_keys

MOST = 200
SHORTEST_REASON = 10


def add_sub_agent(agency: Agency, given: told.SubAgent, *, by: Actor) -> AgencySubAgent:
    """Add a sub-agent (see `told.sub_agent`) with a card number; an equal one is returned as it is. Raises Invalid."""
    kind: Kind = "person" if given.kind == SubAgentKind.PERSON else "organisation"
    values = {
        "kind": given.kind, "name": given.name, "scope": list(given.scope), "area": given.area,
        "valid_from": given.valid_from, "valid_to": given.valid_to, "birth_date": given.birth_date,
        "e164": given.phone or None, "name_keys": list(search_keys(given.name, kind)), "may_collect_money": False,
    }  # fmt: skip
    same = ("kind", "name", "area", "valid_from", "valid_to", "birth_date", "scope")
    for known in entries.of(AgencySubAgent, agency.id):
        if all(getattr(known, name) == values[name] for name in same):
            return known
    values["card_number"] = ids.new_reference("C")
    return entries.put(AgencySubAgent, agency, values, same=("card_number",), field="name", most=MOST, by=by)


def remove_sub_agent(agency: Agency, row_id: UUID, *, by: Actor) -> AgencySubAgent:
    """End a card: who checks it reads that it is not valid. Raises NotFound."""
    return entries.remove(AgencySubAgent, agency, row_id, by=by)


def restore_sub_agent(agency: Agency, row_id: UUID, *, by: Actor) -> AgencySubAgent:
    """Undo that. Raises NotFound, and Conflict when an officer stopped the card."""
    row = entries.get(AgencySubAgent, agency, row_id)
    if row.stopped_at is not None:
        raise Conflict("card-stopped", N_("The regulator stopped this card. It cannot come back."))
    return entries.restore(AgencySubAgent, agency, row_id, by=by)


def stop_card(card: AgencySubAgent, reason: str, *, by: Actor) -> None:
    """Stop a card as an officer, for good. Raises Invalid for a reason of fewer than 10 characters."""
    sound = (reason or "").strip()
    if len(sound) < SHORTEST_REASON:
        sentence = N_("Give a reason of at least 10 characters.")
        raise Invalid("reason-too-short", sentence, {"reason": sentence})
    if card.stopped_at is not None:
        return
    card.stopped_at, card.stopped_by, card.stop_reason = clock.now(), by.person_id, sound
    trail.record("licensing.agency-sub-agent.stop", card, by=by, reason=sound, card=card.card_number)
    db.session.flush()
