"""Jobs of bans: who is banned stands on our own flagged list while it holds; a ban ends with its last day."""

from uuid import UUID

from core import jobs
from core.actor import SYSTEM
from core.events import on
from licensing.bans import service
from licensing.events import PersonBanned
from licensing.licences import own_list


@jobs.job("licensing.bans.keep_own_list", timeout="120s")
def keep_own_list(ban_id: str) -> None:
    """Put a banned person on our own flagged list, or take it off, as things stand now; idempotent."""
    own_list.keep_ban(UUID(ban_id))


@jobs.job("licensing.bans.end", schedule="15 * * * *")
def end() -> None:
    """Mark bans ended whose last day has passed, every hour; idempotent: a second run finds none."""
    while service.end(by=SYSTEM):
        pass


@on(PersonBanned)
def list_banned(fact: PersonBanned) -> None:
    """Put the person on our own flagged list, or take it off."""
    jobs.defer(keep_own_list, ban_id=str(fact.ban_id))
