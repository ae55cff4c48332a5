"""``bin/fairgate demo``: load a demonstration folder."""

import sys
from pathlib import Path

import click

from demonstration import folder as folders
from demonstration import replay


@click.group()
def demo() -> None:
    """Load demonstration data."""


@demo.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folder: Path) -> None:
    """Load FOLDER (described in docs/demonstration.md) into an empty system, with the folder's own clock."""

    def show(done: int, whole: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done} of {whole} acts", nl=done == whole, err=True)

    counts = replay.load(folders.read(folder), progress=show)
    click.echo("Loaded: " + ", ".join(f"{number} {table.replace('_', ' ')}" for table, number in counts.items()))
