"""The workbook's shared texts, packed: a roster has hundreds of thousands of them."""

import re
from array import array
from collections.abc import Callable

from services.membership.roster.limits import Limits
from services.membership.roster.workbook.package import Package
from services.membership.roster.workbook.xml import Attributes, new_parser, parse

_PIECES_KEPT = 64
_CONTROL_ESCAPE = re.compile(r"_x00[01][0-9A-Fa-f]_")


class SharedTexts:
    """Texts by index, held as one UTF-8 block: a third of the memory of single strings."""

    def __init__(self) -> None:
        self._block = bytearray()
        self._ends = array("L", [0])

    def append(self, text: str) -> None:
        self._block += text.encode()
        self._ends.append(len(self._block))

    def __getitem__(self, index: int) -> str:
        return self._block[self._ends[index] : self._ends[index + 1]].decode()

    def __len__(self) -> int:
        return len(self._ends) - 1


def read_texts(package: Package, path: str | None, limits: Limits) -> SharedTexts:
    """Read the shared texts; rich text loses its format, phonetic hints are left out.

    A text longer than the limit is cut just beyond it: its cell is refused as too long.
    """
    texts = SharedTexts()
    if path is None or path not in package:
        return texts
    parser = new_parser()
    pieces: list[str] = []

    def start_root(tag: str, _: Attributes) -> None:
        prefix = tag.removesuffix("sst")
        handlers = _handlers(prefix, texts, pieces, limits.text + 1)
        parser.StartElementHandler, parser.EndElementHandler = handlers
        parser.CharacterDataHandler = pieces.append

    parser.StartElementHandler = start_root
    for _ in parse(parser, package.inflate(path), limits.token_bytes):
        del pieces[_PIECES_KEPT:]
    return texts


def plain(text: str) -> str:
    """``text`` without the control characters Excel writes as ``_x000D_``."""
    return _CONTROL_ESCAPE.sub("", text) if "_x00" in text else text


def _handlers(
    prefix: str, texts: SharedTexts, pieces: list[str], longest: int
) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
    """The handlers of a start tag and an end tag; an item is all its text but phonetic hints."""
    item_tag, hint_tag = f"{prefix}si", f"{prefix}rPh"
    before_hint = 0

    def start(tag: str, _: Attributes) -> None:
        nonlocal before_hint
        if tag == item_tag:
            pieces.clear()
        elif tag == hint_tag:
            before_hint = len(pieces)

    def end(tag: str) -> None:
        if tag == item_tag:
            texts.append(plain("".join(pieces)[:longest]))
        elif tag == hint_tag:
            del pieces[before_hint:]

    return start, end
