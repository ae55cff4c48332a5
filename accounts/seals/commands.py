"""``bin/fairgate trail``: seal the trail, and see whether anybody changed it behind the rules' back."""

import click

from accounts.seals import queries
from accounts.seals.jobs import seal as seal_now
from core.db import transaction

WHY = {
    "missing": "a seal before it is missing",
    "entries": "entries were added or taken away",
    "digest": "an entry or the seal itself was changed",
    "between": "an entry slipped in between it and the seal before",
}


@click.group()
def trail() -> None:
    """Seal the trail of acts and look whether it was changed."""


@trail.command()
def seal() -> None:
    """Seal what was written since the last seal; the worker does so every ten minutes."""
    seal_now()
    with transaction(read_only=True):
        newest = queries.newest()
    click.echo(f"Seal {newest.number}: {newest.digest}" if newest else "There is nothing to seal.")


@trail.command()
@click.option("--expect", metavar="NUMBER:DIGEST", help="A seal that was written down elsewhere.")
@click.option("--since", type=click.IntRange(0), default=0, help="Trust the seals up to this number.")
def verify(expect: str | None, since: int) -> None:
    """Compute every seal again and compare decisions with their trail; ends with 1 when something was changed.

    Who can change the database's files can also compute the chain anew. Write the newest seal down elsewhere, and
    give it with --expect.
    """
    with transaction(read_only=True, timeout="3600s"):
        faults = _expected(expect) if expect else []
        broken = queries.first_broken(since)
        if broken is not None:
            faults.append(f"Seal {broken.number} does not fit: {WHY[broken.fault]}.")
        faults += [f"{name} {found} says something else than its trail." for name, found in queries.contradictions()]
        newest = queries.newest()
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    click.echo(f"Seal {newest.number} and all before it fit: {newest.digest}" if newest else "Nothing is sealed yet.")


def _expected(expect: str) -> list[str]:
    number, _, digest = expect.partition(":")
    if not number.isdigit() or len(digest) != 64:
        message = "--expect needs the number of a seal and its 64 characters, such as 12:9f86d0…"
        raise click.BadParameter(message)
    found = queries.seal_of(int(number))
    if found is None or found.digest != digest.lower():
        return [f"Seal {number} is not the one that was written down."]
    return []
