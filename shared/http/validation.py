"""The framework's complaints about a request, as fields and rules, without the values."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.http.problem import FieldError, shown

MOST = 100
"""Errors told at once; a body of thousands of bad items needs no answer of thousands of lines."""

_PLACES = {"body", "query", "path", "header", "cookie"}
_LONGEST_FIELD = 200


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors -> ours."""
    return [
        FieldError(field=field_name(error["loc"]), rule=error["type"], message=shown(error["msg"]))
        for error in errors[:MOST]
    ]


def field_name(location: Sequence[str | int]) -> str:
    """``("body", "members", 0, "birth_date")`` -> ``members[0].birth_date``."""
    steps = location[1:] if location and location[0] in _PLACES else location
    name = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps)
    return shown(name.removeprefix(".") or str(location[0] if location else ""))[:_LONGEST_FIELD]
