"""The .xlsx package as a zip archive that cannot inflate beyond its bounds.

Two guards: the directory's own figures (a plain bomb is refused before anything is inflated), and
a count of the bytes that really come out (a lying directory gains nothing).
"""

import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from services.membership.roster.limits import Limits
from services.membership.roster.refusal import (
    DamagedWorkbook,
    EncryptedWorkbook,
    SuspiciousArchive,
)

_CHUNK = 64 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_PLAIN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What zipfile is known to raise on archives bent out of shape.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    IndexError,
)


@contextmanager
def _damage_named() -> Generator[None]:
    try:
        yield
    except _BROKEN as error:
        raise DamagedWorkbook(type(error).__name__) from None


class Package:
    """An open package; parts are found by their path without regard to case, as Excel does."""

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        self._inflated = 0
        _check_number_of_parts(source, limits)
        with _damage_named():
            self._archive = zipfile.ZipFile(source)
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in self._archive.infolist():
            if self._parts.setdefault(part.filename.lower(), part) is not part:
                raise DamagedWorkbook("two parts of one name")

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._parts

    def check(self, path: str) -> None:
        """Judge a part by what the directory says of it, before anything is inflated.

        Raises:
            DamagedWorkbook: there is no such part, or it is packed in an unusual way.
            EncryptedWorkbook: the part is encrypted.
            SuspiciousArchive: it says that it inflates beyond the limits.
        """
        part = self._parts.get(path.lower())
        if part is None:
            raise DamagedWorkbook("a part is missing")
        if part.flag_bits & _ENCRYPTED:
            raise EncryptedWorkbook
        if part.compress_type not in _PLAIN_METHODS:
            raise DamagedWorkbook("unusual compression")
        self._check_size(part, part.file_size)

    def inflate(self, path: str, *, again: bool = False) -> Iterator[bytes]:
        """The part's bytes in chunks, counted against the bounds as they come.

        A part that is read ``again`` counts by itself: it stood the judgement of all together.

        Raises:
            DamagedWorkbook, EncryptedWorkbook, SuspiciousArchive: as ``check``, and while reading.
        """
        self.check(path)
        part = self._parts[path.lower()]
        size = 0
        with _damage_named():
            stream = self._archive.open(part)
        with stream:
            while chunk := _read(stream):
                size += len(chunk)
                self._inflated += 0 if again else len(chunk)
                self._check_size(part, size)
                if self._inflated > self._limits.unpacked_bytes:
                    raise SuspiciousArchive("all parts together")
                yield chunk

    def _check_size(self, part: zipfile.ZipInfo, size: int) -> None:
        if size > self._limits.unpacked_bytes:
            raise SuspiciousArchive("one part")
        dense = size > self._limits.ratio * max(part.compress_size, 1)
        if size > self._limits.ratio_from_bytes and dense:
            raise SuspiciousArchive("compression ratio")


def _read(stream: IO[bytes]) -> bytes:
    with _damage_named():
        return stream.read(_CHUNK)


def _check_number_of_parts(source: BinaryIO, limits: Limits) -> None:
    """Count directory entries in the raw bytes: zipfile would build an object for each first."""
    source.seek(0)
    entries, tail = 0, b""
    while chunk := source.read(_CHUNK):
        entries += (tail + chunk).count(_DIRECTORY_ENTRY)
        tail = chunk[-3:]
        if entries > limits.parts:
            raise SuspiciousArchive("number of parts")
    source.seek(0)
