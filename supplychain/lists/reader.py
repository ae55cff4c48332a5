"""The program inside the child process: `python -m supplychain.lists.reader`.

Standard input holds one line of JSON with the options, then the bytes of the file. Standard output gets one
JSON array a line: `["header", {…}]`, `["rows", numbers, columns, notes]`, `["finding", code, params]`, and last
either `["end", total, blank]` or `["refused", code, params]`. Before the first byte of the file is looked
at, the process gives up more memory, more time, and every new file or network connection: with only its
three standard streams open, the limit on open files leaves no way out.
"""

import gc
import json
import os
import resource
import sys
from typing import Any, BinaryIO

from supplychain.lists import decoding
from supplychain.lists.blocks import gathered
from supplychain.lists.limits import Limits
from supplychain.lists.parsing import Options, parse
from supplychain.lists.refusal import Refused

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def main() -> None:
    """Read the options and the file, write the events."""
    gc.disable()  # nothing in this short life goes in circles, and looking for them costs a third of it
    request = json.loads(sys.stdin.buffer.readline())
    limits, most = Limits(**request.pop("limits")), request.pop("most")
    _give_up(limits)
    data = sys.stdin.buffer.read(limits.max_bytes + 1)
    _answer(data, Options(limits=limits, **request), most, sys.stdout.buffer)


def _give_up(limits: Limits) -> None:
    # whatever the parser imports on first use must be here before files can no longer be opened
    decoding.load_codecs()
    list(gathered(parse(b"country;name\nX;Y\n", Options())))
    os.closerange(3, 64)
    for what, ceiling in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        if what == resource.RLIMIT_AS and sys.platform == "darwin":
            continue  # macOS refuses this limit; time, output and the pre-check still bound the child there
        _, hardest = resource.getrlimit(what)
        lowest = ceiling if hardest == resource.RLIM_INFINITY else min(ceiling, hardest)
        resource.setrlimit(what, (lowest, lowest))


def _answer(data: bytes, options: Options, most: int | None, out: BinaryIO) -> None:
    written = 0
    last: tuple[Any, ...]
    try:
        for event in gathered(parse(data, options), most):
            line = _encode(event).encode()
            written += len(line) + 1
            if written > options.limits.max_output:
                last = ("refused", "F13", {"reason": "stopped"})
                break
            out.write(line)
            out.write(b"\n")
        else:
            out.flush()
            return
    except Refused as refusal:
        last = ("refused", refusal.code, refusal.params)
    except MemoryError:
        last = ("refused", "F13", {"reason": "stopped"})
    except BrokenPipeError:
        os._exit(0)
    except BaseException as error:  # noqa: BLE001  a panic of the parser's native code is no Exception
        last = ("refused", "F01", {"detail": type(error).__name__})
    out.write(_encode(last).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
