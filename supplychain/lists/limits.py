"""How much one uploaded list may cost us. The figures are decided in the design of uploads."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one file and for the child process that reads it.

    Sizes of files, parts and memory are bytes; cells are characters; times are seconds.
    """

    max_bytes: int = 10 * MIB
    max_rows: int = 200_000
    max_columns: int = 64
    max_cell: int = 32_768
    max_filled: int = 100_000
    """Cells that may be filled from the first cell of a merged area."""
    max_entries: int = 200
    """Parts inside an XLSX file, which is a ZIP archive."""
    max_unpacked: int = 50 * MIB
    max_ratio: int = 200
    """Unpacked size of one part against its packed size; only for parts above 1 MiB."""
    max_output: int = 128 * MIB
    """Bytes the child may send back: a few packed bytes can stand for gigabytes of repeated text."""
    memory: int = 512 * MIB
    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    """How long the reader of the stream waits for the child in all; time spent storing rows is not
    counted."""
