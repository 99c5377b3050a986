"""Answering with an .xlsx file: a printed table whole, a long list as it is written."""

import tempfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
}
"""``responses=`` of an operation that answers a file."""

_SPOOLED_BYTES = 16 * 1024 * 1024
_CHUNK = 256 * 1024


def printed_file(content: bytes, name: str, headers: Mapping[str, str] | None = None) -> Response:
    """A table to print as a download; its name may be in Chinese."""
    return Response(content, media_type=XLSX, headers={**(headers or {}), **_named(name)})


def printed_stream(file: BinaryIO, name: str, headers: Mapping[str, str]) -> Response:
    """A long table to print, from its beginning; the file is closed afterwards."""
    file.seek(0)
    return StreamingResponse(_chunks(file), media_type=XLSX, headers={**headers, **_named(name)})


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def spooled() -> BinaryIO:
    """A file that stays in memory while it is small; it is gone when it is closed."""
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_SPOOLED_BYTES))


def streamed(file: BinaryIO, name: str, headers: dict[str, str]) -> Response:
    """The file from its beginning as a download; it is closed afterwards."""
    file.seek(0)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_chunks(file), media_type=XLSX, headers={**headers, **disposition})


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
