"""Screening beyond one machine: the same index inside Apache Spark, Parquet in and Parquet out.

The listed names are broadcast; each Python process of an executor builds the index once and keeps it. A list that is
too large for one process is cut into shards: a score depends on two names only, never on the rest of the list, so the
shards' answers together are those of the whole list. See docs/operations/spark.md.
"""

import json
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from screening.flat_lists import KINDS
from screening.index import Entry, Hit, NameIndex
from screening.names import MAX_NAME_CHARACTERS, Kind

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame, SparkSession

HERE = Path(__file__).parent
BATCH = 20_000  # names of an Arrow batch
NEEDED = ("id", "name")
OPTIONAL = ("type", "country")
FOUND = "id string, name string, type string, country string, entity_id string, listed_name string, score double"
Batches = Iterator["RecordBatch"]


class NamesError(ValueError):
    """The table of names is not as it should be; the message says what it should be."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How to search: least score, most entities of a name, whether to write explanations (as JSON text)."""

    threshold: float
    k: int
    explained: bool = False

    @property
    def schema(self) -> str:
        """The columns of the answers, as Spark writes them."""
        return FOUND + ", explanation string" * self.explained


# ------------------------------------------------------------------------------------------ any machine


def searched(index: NameIndex, batch: "RecordBatch", terms: Terms) -> "RecordBatch":
    """Return a row for every entity that agrees with a name of the batch, in the order of the batch, best first.

    Raises:
        NamesError: when a row has a type that is not known or a name that is too long.
    """
    from pyarrow import RecordBatch, array, float64, string

    rows = [_column(batch, name) for name in (*NEEDED, *OPTIONAL)]
    asked = [_asked(*row) for row in zip(*rows[:3], strict=True)]
    answers = index.hits(asked, threshold=terms.threshold, k=terms.k)
    found: list[tuple[Any, ...]] = []
    for row, question, hits in zip(zip(*rows, strict=True), asked, answers, strict=True):
        for hit in hits:
            explanation = (_explained(index, question, hit),) if terms.explained else ()
            found.append((*row, str(hit.entry_id), index.entry(hit.entry)[1], hit.score, *explanation))
    names = [column.split()[0] for column in terms.schema.split(", ")]
    types = [float64() if name == "score" else string() for name in names]
    columns = zip(*found, strict=True) if found else ((),) * len(names)
    arrays = [array(column, kind) for column, kind in zip(columns, types, strict=True)]
    return RecordBatch.from_arrays(arrays, names=names)


def _explained(index: NameIndex, question: tuple[str, Kind], hit: Hit) -> str:
    return json.dumps(index.explain(*question, hit).explanation.as_dict(), ensure_ascii=False)


def _column(batch: "RecordBatch", name: str) -> list[Any]:
    return batch.column(name).to_pylist() if name in batch.schema.names else [None] * batch.num_rows


def _asked(row: object, name: str | None, type_: str | None) -> tuple[str, Kind]:
    kind = KINDS.get(type_ or "unknown")
    if kind is None:
        raise NamesError(f"Row {row}: the type “{type_}” is not one of {', '.join(KINDS)}.")
    if name and len(name) > MAX_NAME_CHARACTERS:
        raise NamesError(f"Row {row}: the name has more than {MAX_NAME_CHARACTERS:,} characters.")
    return name or "", kind


def shards(entries: Iterable[Entry], cut: int) -> list[list[Entry]]:
    """Cut a list so that all names of an entity stand in one shard, whose best name is then the entity's."""
    parts: list[list[Entry]] = [[] for _ in range(cut)]
    for entry in entries:
        parts[crc32(str(entry[0]).encode("utf-8", "surrogatepass")) % cut].append(entry)
    return parts


# ------------------------------------------------------------------------------------------ in executors

_kept: dict[str, NameIndex] = {}  # the index of this process; one, because two would need twice the memory


def _index(key: str, entries: Callable[[], Sequence[Entry]]) -> NameIndex:
    if key not in _kept:
        _kept.clear()
        _kept[key] = NameIndex.build(entries())
    return _kept[key]


def _mapper(key: str, broadcast: Any, terms: Terms) -> Callable[[Batches], Batches]:
    def search(batches: Batches) -> Batches:
        index = _index(key, lambda: broadcast.value)
        for batch in batches:
            yield searched(index, batch, terms)

    return search


# ---------------------------------------------------------------------------------------------- driver

_searched = count()  # tells the lists of one driver apart


def session(master: str, settings: Iterable[tuple[str, str]] = ()) -> "SparkSession":
    """Start Spark, or join a cluster, so that its Python processes can import this package.

    Args:
        master: ``local[2]``, ``spark://host:7077``, ``yarn`` …
        settings: names and values of Spark's own settings.
    """
    from pyspark.sql import SparkSession

    local = master.startswith("local")
    if local:  # executors elsewhere have their own interpreter; PYSPARK_PYTHON names it
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(HERE.parent), os.environ.get("PYTHONPATH"))))
    builder = SparkSession.builder.appName("fairgate-screening").master(master)
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH))
    for name, value in settings:
        builder = builder.config(name, value)
    spark: SparkSession = builder.getOrCreate()
    if not local:
        spark.sparkContext.addPyFile(packed())
    return spark


def packed() -> str:
    """Return the path of a zip of the pure core, for executors on which this package is not installed."""
    path = Path(tempfile.mkdtemp(prefix="fairgate-")) / "screening.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(HERE.iterdir()):
            if file.is_file():
                archive.write(file, f"screening/{file.name}")
    return str(path)


def search(
    names: "DataFrame", entries: Iterable[Entry], terms: Terms, *, cut: int = 1, partitions: int | None = None
) -> "DataFrame":
    """Return, for every row of `names`, the listed entities that agree with it.

    Equal names go to one partition, where each is searched once.

    Args:
        names: columns ``id`` (tells rows apart) and ``name``, and if known ``type`` and ``country``.
        entries: the list, as ``NameIndex.build`` takes it.
        terms: how to search.
        cut: into how many shards the list is cut; each is a pass over the names and needs its share of the memory.
        partitions: tasks of a pass; four for each processor when None.

    Raises:
        NamesError: when a column is missing.
    """
    from pyspark.sql import Window, functions

    missing = [name for name in NEEDED if name not in names.columns]
    if missing:
        raise NamesError(f"The names have no column {missing[0]}; they need {' and '.join(NEEDED)}.")
    context = names.sparkSession.sparkContext
    taken = [functions.col(name).cast("string") for name in (*NEEDED, *OPTIONAL) if name in names.columns]
    spread = names.select(*taken).repartition(partitions or 4 * context.defaultParallelism, "name")
    passes = []
    for part in shards(entries, cut):
        key = f"{context.applicationId}/{next(_searched)}"
        passes.append(spread.mapInArrow(_mapper(key, context.broadcast(part), terms), terms.schema))
    found = passes[0]
    for other in passes[1:]:
        found = found.unionAll(other)
    if cut == 1:
        return found
    order = Window.partitionBy("id").orderBy(functions.desc("score"), "entity_id")
    return found.withColumn("_rank", functions.row_number().over(order)).where(f"_rank <= {terms.k}").drop("_rank")


def run(
    spark: "SparkSession", names: str, entries: Iterable[Entry], out: str, terms: Terms, **how: Any
) -> dict[str, float]:
    """Search the names of a Parquet table and write what was found as another; return counts and seconds.

    Raises:
        NamesError: when the names lack a column, or `out` is there already.
    """
    from pyspark.errors import AnalysisException, PythonException

    begun = time.perf_counter()
    try:
        table = spark.read.parquet(names)
        search(table, entries, terms, **how).write.mode("errorifexists").parquet(out)
    except AnalysisException as error:
        raise NamesError(str(error).partition(" SQLSTATE")[0]) from error
    except PythonException as error:
        said = str(error).rpartition(f"{NamesError.__name__}: ")
        if not said[1]:
            raise
        raise NamesError(said[2].splitlines()[0]) from error
    seconds = time.perf_counter() - begun
    return {"names": table.count(), "matches": spark.read.parquet(out).count(), "seconds": round(seconds, 3)}
