"""``bin/fairgate licences``: look after what is derived from licences."""

import click

from core import jobs
from core.db import transaction
from licensing.licences import own_list


@click.group()
def licences() -> None:
    """Look after what is derived from licences."""


@licences.command("rebuild-list")
def rebuild_list() -> None:
    """Make the flagged list of agencies without a licence in force anew, from every licence and refusal."""
    with transaction(timeout="900s"):
        agencies = own_list.rebuild(base_url=jobs.settings().base_url)
    click.echo(f"{own_list.CODE}: {agencies:,} agencies without a licence in force are on the list.")
