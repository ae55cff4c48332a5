"""How the inner loops of screening are compiled: once per installation, kept beside the code (pure).

Compiled functions hold no lock of the interpreter, so that threads of one process search at the same time.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

_HERE = Path(__file__).parent
# The files that hold compiled code or the numbers built into it.
SOURCES = (
    "alignment", "bounds", "comparison", "compiled", "keys", "layout", "listed", "lookup", "model", "retrieval",
    "sounds", "spelling", "vocabulary",
)  # fmt: skip


def _source_digest() -> str:
    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for name in SOURCES:
        digest.update((_HERE / f"{name}.py").read_bytes())
    return digest.hexdigest()


def _writable(folder: Path) -> bool:
    """Tell whether compiled code may be kept in a folder: it is ours alone, because what lies there is run."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder.stat().st_uid == os.getuid() and os.access(folder, os.W_OK)
    except OSError:
        return False


def _keep_compiled() -> None:
    """Choose where compiled code is kept.

    Numba looks only at the file that defines a function, not at what the function calls in other files. The
    folder's name is therefore made of all the sources that matter: a change of one compiles everything anew.
    """
    folder = f"compiled-{_source_digest()}"
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fairgate"
    for parent in (_HERE / "__pycache__", kept):
        if _writable(parent / folder):
            for old in parent.glob("compiled-*"):
                if old.name != folder:
                    with contextlib.suppress(OSError):  # somebody else is removing it too
                        shutil.rmtree(old)
            numba.config.CACHE_DIR = str(parent / folder)  # type: ignore[attr-defined]
            return
    numba.config.CACHE_DIR = tempfile.mkdtemp(prefix="fairgate-compiled-")  # type: ignore[attr-defined]


_keep_compiled()
# error_model: a division is not checked; no function here divides by what may be zero.
compiled: Callable[..., Any] = numba.njit(cache=True, nogil=True, error_model="numpy")
# For functions that make no array: nothing is counted, which would cost more than what they do.
compiled_plain: Callable[..., Any] = numba.njit(  # type: ignore[call-overload]
    cache=True, nogil=True, error_model="numpy", _nrt=False
)
