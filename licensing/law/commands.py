"""``bin/fairgate law``: load the jurisdiction's law into an installation."""

from pathlib import Path

import click

from core.db import transaction
from licensing.law import papers, securities, service


@click.group()
def law() -> None:
    """Load classes of licence and legal grounds."""


@law.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folder: Path) -> None:
    """Load installation.json, classes.csv and grounds.csv of FOLDER; known codes are replaced."""
    with transaction():
        counts = service.load(folder) | {"papers": papers.load(folder), "securities": securities.load(folder)}
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
