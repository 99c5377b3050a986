"""Reading a part's XML: streamed, without document types, so that no entity can expand."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from xml.parsers import expat

from services.membership.roster.refusal import DamagedWorkbook

Attributes = dict[str, str]


def new_parser() -> expat.XMLParserType:
    """A parser that takes UTF-8 only and refuses a document type.

    The encoding is set from outside, so that a part cannot name one in which its tags would look
    like something else. A document type is what entity expansion needs, and no spreadsheet
    program writes one.
    """
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def parse(parser: expat.XMLParserType, chunks: Iterable[bytes], token_bytes: int) -> Iterable[None]:
    """Feed the chunks, pausing after each so that the caller can take what was found.

    Raises:
        DamagedWorkbook: not well-formed, not UTF-8, or one tag longer than ``token_bytes``.
    """
    fed = 0
    for chunk in chunks:
        if not fed:
            _refuse_utf_16(chunk[:4])
        _feed(parser, chunk, last=False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > token_bytes:
            raise DamagedWorkbook("an endless XML tag")
        yield
    _feed(parser, b"", last=True)
    yield


def parse_whole(parser: expat.XMLParserType, chunks: Iterable[bytes], token_bytes: int) -> None:
    """Feed everything; the handlers keep what they find. Raises as ``parse``."""
    for _ in parse(parser, chunks, token_bytes):
        pass


def local(tag: str) -> str:
    """The tag without its prefix: strict and transitional files differ only there."""
    return tag.rpartition(":")[2]


def _feed(parser: expat.XMLParserType, chunk: bytes, *, last: bool) -> None:
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as error:
        raise DamagedWorkbook(f"XML, {expat.ErrorString(error.code)}") from None


def _refuse_utf_16(start: bytes) -> None:
    """Expat turns to UTF-16 when the first bytes look so, whatever encoding it was told."""
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in start:
        raise DamagedWorkbook("XML in UTF-16")


def _refuse_doctype(*_: object) -> None:
    raise DamagedWorkbook("XML with a document type")
