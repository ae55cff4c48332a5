"""`bin/fairgate screening`: names against names and lists, from the command line; needs no database."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import click

from core.errors import Invalid, Unavailable
from screening import json_lines
from screening.flat_lists import FlatListError

# Below what can become an alert (scoring.QUALIFY_FLOOR), so that whoever measures can set a threshold of their own.
LEAST_SCORE = 0.5


@click.group()
def screening() -> None:
    """Compare names, and search lists for them. JSON lines in, JSON lines out."""


@screening.command()
def pairs() -> None:
    """Score pairs of names.

    Reads {"id", "type", "query", "name"} a line and writes {"id", "score"} a line, 0 to 1.
    """
    from screening.names import normalise
    from screening.scoring import score

    try:
        for batch in json_lines.batches(sys.stdin.buffer, paired=True):
            for question in batch:
                one, other = normalise(question.name, question.kind), normalise(question.other, question.kind)
                sys.stdout.write(f'{{"id": {question.id}, "score": {score(one, other).score:.4f}}}\n')
    except json_lines.LineError as error:
        raise Invalid("line", str(error).replace("%", "%%")) from error


@screening.command()
@click.option("--list", "list_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A flat list: CSV with entity_id, type, name and, if known, alias_kind.")  # fmt: skip
@click.option("--k", default=10, show_default=True, type=click.IntRange(1, 1000), help="The most entities of a name.")
@click.option("--threshold", default=LEAST_SCORE, show_default=True, type=click.FloatRange(0, 1),
              help="The least score that is written.")  # fmt: skip
@click.option("--processes", type=click.IntRange(1, 256), help="All processors when left out.")
def search(list_file: Path, k: int, threshold: float, processes: int | None) -> None:
    """Search a list for names.

    Reads {"id", "type", "query"} a line and writes {"id", "hits": [{"entity_id", "score"}]} a line, best first. The
    last line of the error stream tells build_s, search_s, peak_rss_mb and the threshold from which a score is an
    alert.
    """
    from screening.bulk import Bulk, Terms, processors
    from screening.flat_lists import entries
    from screening.index import NameIndex
    from screening.scoring import ALERT_THRESHOLD

    begun = time.perf_counter()
    try:
        index = NameIndex.build(entries(list_file))
        with Bulk(Terms(index, threshold, k), processes or processors()) as bulk:
            built = time.perf_counter()
            for lines in bulk.answers(json_lines.batches(sys.stdin.buffer)):
                sys.stdout.write(lines)
            sys.stdout.flush()
            figures = {"build_s": round(built - begun, 3), "search_s": round(time.perf_counter() - built, 3),
                       "peak_rss_mb": bulk.peak_mb(), "threshold": ALERT_THRESHOLD}  # fmt: skip
    except (FlatListError, json_lines.LineError) as error:
        raise Invalid("line", str(error).replace("%", "%%")) from error
    click.echo(json.dumps(figures), err=True)


@screening.command()
@click.option("--names", required=True, help="Parquet with id and name, and if known type and country.")
@click.option("--list", "list_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A flat list, as for search.")  # fmt: skip
@click.option("--out", required=True, help="Where the Parquet of what is found goes; must not be there yet.")
@click.option("--k", default=10, show_default=True, type=click.IntRange(1, 1000), help="The most entities of a name.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="The least score; that of an alert when left out.")
@click.option("--explain", is_flag=True, help="Write the explanation of each match, as JSON text.")
@click.option("--shards", default=1, show_default=True, type=click.IntRange(1, 1000),
              help="Passes, each with its share of the list; for lists too large for one process.")  # fmt: skip
@click.option("--partitions", type=click.IntRange(1, 100_000), help="Tasks of a pass; four a processor when left out.")
@click.option("--master", default="local[*]", show_default=True, help="Spark's master, such as spark://host:7077.")
@click.option("--conf", multiple=True, metavar="NAME=VALUE", help="A setting of Spark; may be given several times.")
def spark(**given: Any) -> None:
    """Search a list for a table of names inside Apache Spark.

    Needs requirements-spark.txt in an environment of its own, and Java 17: see docs/operations/spark.md. The last line
    of the error stream tells names, matches and seconds.
    """
    from screening import distributed
    from screening.flat_lists import entries
    from screening.scoring import ALERT_THRESHOLD

    settings = [tuple(setting.split("=", 1)) for setting in given["conf"]]
    if any(len(setting) < 2 for setting in settings):
        raise Invalid("setting", "Write a setting of Spark as NAME=VALUE.")
    threshold = ALERT_THRESHOLD if given["threshold"] is None else given["threshold"]
    terms = distributed.Terms(threshold, given["k"], given["explain"])
    try:
        listed = list(entries(given["list_file"]))
        with distributed.session(given["master"], settings) as session:
            figures = distributed.run(session, given["names"], listed, given["out"], terms,
                                      cut=given["shards"], partitions=given["partitions"])  # fmt: skip
    except ImportError as error:
        raise Unavailable(
            "spark",
            "Spark is not installed here: make an environment for it and install requirements-spark.txt"
            " (docs/operations/spark.md). Missing: %(module)s.",
            module=error.name or "a module",
        ) from error
    except (FlatListError, distributed.NamesError) as error:
        raise Invalid("names", str(error).replace("%", "%%")) from error
    click.echo(json.dumps(figures), err=True)
