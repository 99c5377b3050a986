"""Whatever bytes come: rows, bad cells, or a named refusal before the first of them."""

import io
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.membership.roster.reader import read_roster
from services.membership.roster.refusal import RosterRefused
from services.membership.roster.row import BadCell, RosterRow
from tests.unit.membership.roster.sheets import (
    TITLES,
    csv_text,
    package,
    raw_parts,
    row,
    sheet_xml,
    workbook,
)

HONEST = workbook(row(), row(公民身份号码="430111198001010018", 性别="男"))
bounded = settings(max_examples=300, deadline=timedelta(seconds=5))


def holds(content: bytes) -> None:
    try:
        found = read_roster(io.BytesIO(content))
    except RosterRefused:
        return
    assert all(isinstance(each, RosterRow | BadCell) for each in found)


@bounded
@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    holds(content)


@bounded
@given(st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"<"]), st.binary())
def test_any_bytes_with_a_known_start(start: bytes, content: bytes) -> None:
    holds(start + content)


@bounded
@given(st.data())
def test_any_damage_to_an_honest_workbook(data: st.DataObject) -> None:
    content = bytearray(HONEST)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    holds(bytes(content[:cut]) if data.draw(st.booleans()) else bytes(content))


@bounded
@given(st.text(max_size=200), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text_below_good_headers(text: str, encoding: str) -> None:
    holds((csv_text() + "\r\n" + text).encode(encoding, errors="replace"))


TAGS = ("c", "row", "v", "f", "is", "t", "rPh", "sheetData", "mergeCell", "worksheet", "x:c")
attributes = st.dictionaries(
    st.sampled_from(["r", "s", "t", "ref"]),
    st.sampled_from(
        ["A1", "XFD1048576", "ZZZZZZ99999999999", "1", "-1", "s", "n", "d", "e", "b", "", "A", "²"]
    ),
)


@st.composite
def xml(draw: st.DrawFn, depth: int = 4) -> str:
    """A well-formed tree of the tags a sheet is made of, in an order no program writes."""
    tag = draw(st.sampled_from(TAGS))
    given_attributes = "".join(f' {key}="{value}"' for key, value in draw(attributes).items())
    texts = st.sampled_from(["", "0", "1e999", "nan", "-1", "99999999", "文", "²"])
    inner = draw(texts) if depth == 0 else "".join(draw(st.lists(xml(depth - 1), max_size=3)))
    return f"<{tag}{given_attributes}>{inner}</{tag}>"


@bounded
@given(xml())
def test_any_tree_of_known_tags(extra: str) -> None:
    holds(package(raw_parts(sheet_xml(TITLES, row(), extra=extra), "<sst><si><t>1</t></si></sst>")))


@bounded
@given(xml(), st.sampled_from(["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]))
def test_any_tree_in_any_part(tree: str, part: str) -> None:
    holds(package(raw_parts(sheet_xml(TITLES, row())) | {part: tree}))
