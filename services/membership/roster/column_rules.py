"""How each column's cells are read: from a cell to a value, or a refusal that names the rule."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from services.membership.domain.terms import Labelled, Post
from services.membership.roster.cell import Cell, CellRefused
from services.membership.roster.ethnicity import ETHNICITIES
from services.membership.roster.identity_number import (
    IdentityNumber,
    IdentityNumberRefused,
    parse_identity_number,
)

Word = TypeVar("Word", bound=Labelled)
Reading = Callable[[Cell], object]

_ORGANISATION_ID = re.compile(r"[0-9a-z][0-9a-z-]{0,35}")
_PHONE = re.compile(r"\+?[0-9](?:[0-9 -]{3,18})[0-9](?:[ ]?(?:转|-)[0-9]{1,6})?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_SEPARATORS = re.compile(r"[、,,;;/\s]+")
_HAN = re.compile(r"[一-鿿]")
_NOT_IN_NAMES = re.compile(r"[\d=<>@]")
_NONE = "无"
_LONGEST_NAME = 50
_LONGEST_ADDRESS = 200


def text_of(cell: Cell) -> str:
    """The cell as one would type it; whole numbers without a decimal point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)  # noqa: PLR2004 -- up to where a float counts exactly
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell.isoformat() if isinstance(cell, date) else ""


def name(cell: Cell) -> str:
    """A person's name; spaces that pad a Chinese name are taken out."""
    text = text_of(cell)
    joined = text.replace(" ", "")
    if _HAN.search(joined):
        text = joined
    if len(text) > _LONGEST_NAME or _NOT_IN_NAMES.search(text):
        raise CellRefused("name", f"姓名应为不超过 {_LONGEST_NAME} 字的文字,不含数字和符号")
    return text


def identity_number(cell: Cell) -> IdentityNumber:
    """A number by GB 11643; one stored as a number has lost its last digits and is refused."""
    text = text_of(cell)
    if _SCIENTIFIC.fullmatch(text) or (isinstance(cell, float) and len(text) > 15):  # noqa: PLR2004 -- a float keeps 15 digits
        raise CellRefused(
            "identity-number-precision",
            "号码按数字存储,末几位已丢失;请将该列设为“文本”格式后重新填写完整号码",
        )
    try:
        return parse_identity_number(text.replace(" ", ""))
    except IdentityNumberRefused as refused:
        raise CellRefused(refused.fault.value, refused.fault.label) from None


def organisation_id(cell: Cell) -> str:
    text = text_of(cell).lower()
    if not _ORGANISATION_ID.fullmatch(text):
        raise CellRefused(
            "organisation-code", "党组织编码应由数字、小写字母和短横组成,最长 36 位,请核对编码"
        )
    return text


def phone(cell: Cell) -> str:
    text = text_of(cell)
    if not _PHONE.fullmatch(text):
        raise CellRefused("phone", "联系电话应为 5 至 20 位数字,可含区号短横或“转”分机号")
    return text


def address(cell: Cell) -> str:
    text = text_of(cell)
    if len(text) > _LONGEST_ADDRESS:
        raise CellRefused("too-long", f"家庭住址不超过 {_LONGEST_ADDRESS} 字")
    return text


def ethnicity(cell: Cell) -> str:
    text = text_of(cell)
    for known in (text, f"{text}族"):
        if known in ETHNICITIES:
            return known
    raise CellRefused("not-in-list", "民族应为模板列出的 56 个民族之一,如“汉族”")


def word(words: type[Word], *allowed: Word) -> Callable[[Cell], Word]:
    """A reading of one label of a closed list."""
    by_label = {each.label: each for each in (allowed or words)}
    return partial(_word, by_label)


def _word(by_label: dict[str, Word], cell: Cell) -> Word:
    found = by_label.get(text_of(cell))
    if found is None:
        raise CellRefused("not-in-list", f"只能填写:{'、'.join(by_label)}")
    return found


def posts(cell: Cell) -> tuple[Post, ...]:
    """Posts separated by 、 or a comma; 无 is none."""
    text = text_of(cell)
    if text == _NONE:
        return ()
    read = word(Post)
    return tuple(dict.fromkeys(read(part) for part in _SEPARATORS.split(text) if part))
