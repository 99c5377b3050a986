"""The counterfoils of introduction letters (介绍信存根), as JSON and as a spreadsheet."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from services.membership.api.office import Looked
from services.membership.domain.letter_book.causes import VoidCause
from services.membership.projections.letters import PROJECTION, LetterFilter, LetterRow, listed
from services.membership.projections.organisations.project import PROJECTION as TREE
from services.membership.roster.writing import write_rows
from shared.access.permissions import Permission
from shared.http.fields import OrganisationId
from shared.http.looking import MOST, USUAL, After, PageSize
from shared.http.read_after import VIEW_POSITION
from shared.http.service_app import service_router
from shared.http.spreadsheets import FILE, spooled, streamed

router = service_router(404, tags=["介绍信存根 letters"])
VIEWS = (PROJECTION.name, TREE.name)
Book = Annotated[OrganisationId | None, Query(description="开具党委")]
Year = Annotated[int | None, Query(ge=1900, le=2200, description="年度")]
_HEADERS = (
    ("介绍信编号", 28),
    ("开具党委", 16),
    ("开具日期", 12),
    ("有效期至", 12),
    ("人数", 8),
    ("转接编号", 38),
    ("作废日期", 12),
    ("作废原因", 12),
    ("回执日期", 12),
)  # fmt: skip -- a table


class LetterShown(BaseModel):
    """One counterfoil."""

    organisation_id: str = Field(description="开具党委")
    year: int
    number: int
    text: str = Field(description="编号", examples=["雨组转〔2026〕第000123号"])
    transfer_id: str
    members: int
    entered_on: date
    valid_until: date
    voided_on: date | None
    void_cause: VoidCause | None
    receipt_on: date | None


class LettersShown(BaseModel):
    items: list[LetterShown]
    following: str | None


@router.get("/letters", summary="介绍信存根")
def ledger(
    looked: Looked,
    *,
    organisation_id: Book = None,
    year: Year = None,
    text: Annotated[str | None, Query(max_length=100, description="完整编号")] = None,
    transfer_id: Annotated[str | None, Query(max_length=64)] = None,
    after: After = None,
    limit: PageSize = USUAL,
) -> LettersShown:
    """Book by book, in the order of the numbers, without a gap."""
    roots = looked.roots(Permission.LETTER_READ)
    which = LetterFilter(
        organisation_id=organisation_id, year=year, text=text, transfer_id=transfer_id
    )
    with looked.view(*VIEWS) as connection:
        page = listed(connection, roots, which, after=after, limit=limit)
    items = [LetterShown.model_validate(row, from_attributes=True) for row in page.items]
    return LettersShown(items=items, following=page.following)


@router.get("/letters.xlsx", response_class=Response, responses=FILE, summary="导出介绍信存根")
def ledger_file(looked: Looked, organisation_id: Book = None, year: Year = None) -> Response:
    """The whole ledger in your scope."""
    roots = looked.roots(Permission.LETTER_READ)
    which = LetterFilter(organisation_id=organisation_id, year=year)
    out = spooled()
    with looked.view(*VIEWS) as connection:
        write_rows(out, "介绍信存根", _header, map(_texts, _all(connection, roots, which)))
    position = {VIEW_POSITION: looked.response.headers[VIEW_POSITION]}
    return streamed(out, "letters.xlsx", position)


def _all(
    connection: Connection, roots: tuple[str, ...], which: LetterFilter
) -> Iterator[LetterRow]:
    page = listed(connection, roots, which, limit=MOST)
    yield from page.items
    while page.following:
        page = listed(connection, roots, which, after=page.following, limit=MOST)
        yield from page.items


def _texts(row: LetterRow) -> tuple[str, ...]:
    return (
        row.text,
        row.organisation_id,
        row.entered_on.isoformat(),
        row.valid_until.isoformat(),
        str(row.members),
        row.transfer_id,
        row.voided_on.isoformat() if row.voided_on else "",
        row.void_cause.label if row.void_cause else "",
        row.receipt_on.isoformat() if row.receipt_on else "",
    )


def _header(book: Workbook, sheet: Worksheet) -> None:
    bold = book.add_format({"bold": True})
    for place, (title, width) in enumerate(_HEADERS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)
    sheet.freeze_panes(1, 0)
