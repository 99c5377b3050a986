"""Keeps personal data out of log lines, whoever forgot to.

A net, not a licence: nobody logs personal data on purpose. Values under keys known as personal are
removed; identity numbers and mobile numbers are masked wherever they stand in a text.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from shared.privacy.masking import mask_identity_number, mask_numbers_in

REMOVED = "[removed]"

PERSONAL_KEYS = frozenset(
    {
        "name",
        "full_name",
        "person_name",
        "member_name",
        "姓名",
        "identity_number",
        "id_number",
        "id_card",
        "身份证号",
        "身份证号码",
        "公民身份号码",
        "phone",
        "mobile",
        "telephone",
        "手机号",
        "手机号码",
        "电话",
        "联系电话",
        "address",
        "residence",
        "住址",
        "家庭住址",
        "现居住地",
        "birth_date",
        "出生日期",
        "payload",
        "sealed",
        "body",
        "row",
        "value",
        "token",
        "authorization",
        "cookie",
        "password",
        "secret",
        "blind_token",
    }
)  # fmt: skip -- read by kind, not one a line
"""Compared in lower case, with ``-`` as ``_``."""

_PERSONAL_ENDINGS = frozenset({"phone", "mobile", "telephone", "address"})
_IDENTITY_DIGITS = re.compile(r"[1-9]\d{5}(19|20)\d{10}")
_DEPTH = 6


def redact(_logger: object, _method: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """A structlog processor: the last one before the line is written."""
    return _mapping(event, _DEPTH)


def _mapping(values: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    return {
        mask_numbers_in(str(key)): REMOVED if _is_personal(key) else _value(value, depth - 1)
        for key, value in values.items()
    }


def _is_personal(key: object) -> bool:
    name = str(key).lower().replace("-", "_")
    return name in PERSONAL_KEYS or name.rpartition("_")[2] in _PERSONAL_ENDINGS


def _value(value: object, depth: int) -> object:
    match value:
        case None | bool() | float():
            return value
        case int():
            digits = str(value)
            return mask_identity_number(digits) if _IDENTITY_DIGITS.fullmatch(digits) else value
        case bytes() | bytearray() | memoryview():
            return f"[{len(value)} bytes]"
        case Mapping() | list() | tuple() | set() | frozenset():
            return _inside(value, depth)
        case _:
            return mask_numbers_in(str(value))


def _inside(values: Mapping[Any, Any] | Collection[Any], depth: int) -> object:
    """What nests too deeply to be looked at is removed."""
    if not depth:
        return REMOVED
    if isinstance(values, Mapping):
        return _mapping(values, depth)
    return [_value(one, depth - 1) for one in values]
