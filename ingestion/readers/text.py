"""Open text files, plain or in gzip, whatever is wrong with their bytes."""

import gzip
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

from ingestion.readers.relation import BrokenFileError

ENCODINGS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "latin-1": "latin-1"}
"""Encoding of the settings to Python's, which drops the mark that begins a file."""


def is_gzip(path: Path) -> bool:
    """Return whether a file's name says that it is packed by gzip."""
    return path.suffix.lower() == ".gz"


def compression(path: Path) -> str:
    """Return DuckDB's option for a text file, which it finds in lower case alone."""
    return f"compression = '{'gzip' if is_gzip(path) else 'none'}'"


@contextmanager
def opened(path: Path, encoding: str) -> Generator[TextIO]:
    r"""Open a file as lines that end in ``\n``, whatever ends them in the file.

    Bytes that are no text become lone surrogates (see `without_surrogates`).

    Raises:
        BrokenFileError: If it cannot be unpacked, or is no UTF-16.
    """
    opener = gzip.open if is_gzip(path) else open
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    try:
        with opener(path, "rt", encoding=ENCODINGS[encoding], errors=errors) as file:
            yield cast("TextIO", file)
    except (OSError, EOFError, zlib.error, UnicodeError) as error:
        message = f"it cannot be read: {error}"
        raise BrokenFileError(message) from error


def is_text(line: str) -> bool:
    """Return whether all bytes of a line were text."""
    if line.isascii():
        return True
    return not any("\udc80" <= character <= "\udcff" for character in line)


def without_surrogates(line: str) -> str:
    r"""Return a line with the bytes that are no text as ``\xe9``."""
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
