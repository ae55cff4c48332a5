"""``bin/fairgate standards``: propose versions of the licensing standards."""

from pathlib import Path

import click

from core.db import transaction
from licensing.standards import service


@click.group()
def standards() -> None:
    """Propose versions of the licensing standards."""


@standards.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folder: Path) -> None:
    """Propose the versions in standard_sets.csv and standards.csv of FOLDER; two people approve them in Fairgate."""
    with transaction():
        new = service.load(folder)
    click.echo(f"{new} new versions are proposed; two people approve each before it is in force.")
