"""Taking a roster in: rows become entrants, in batches; what is refused stops nobody else.

A row's command id is made of the file, the sheet and the row, so the same file twice changes nothing,
and an import that broke off goes on where it was when the file comes again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from services.membership.application.entrant import Entrant, PersonalData
from services.membership.application.people import People
from services.membership.domain.member.details import MemberDetails
from services.membership.domain.rejection import Rejection
from services.membership.roster.columns import HEADER_OF_FIELD
from services.membership.roster.report import ImportReport, refused_row
from services.membership.roster.row import BadCell, RosterRow
from shared.acting import Acting
from shared.clock import derived_id
from shared.deciding import Outcome

BATCH = 1_000
"""Rows of one transaction. With half as many an import is a fifth slower: each has a dozen ways to the server."""
Answers = list[Outcome | Exception]


def _uncounted(act: Callable[[], Answers]) -> Answers:
    return act()


@dataclass(frozen=True)
class RosterOrder:
    """What is to be done with a file.

    Attributes:
        file_hash: names the file's content.
        acting: who imports, and when.
        effective_date: from which day the people are on the register.
        entered_by: the place of the grant by which the importer registers people in this
            organisation; None: he may not.
        dry_run: decide, and store nothing.
        counted: hands on what a batch answered, and counts it.
    """

    file_hash: str
    acting: Acting
    effective_date: date
    entered_by: Callable[[str], str | None]
    dry_run: bool = False
    counted: Callable[[Callable[[], Answers]], Answers] = _uncounted


@dataclass
class Tally:
    """How far an import is; rows, not cells."""

    imported: int = 0
    unchanged: int = 0
    refused: int = 0
    bad_cells: list[BadCell] = field(default_factory=list)
    _refused_rows: set[tuple[str, int]] = field(default_factory=set, repr=False)
    _sheets: dict[str, int] = field(default_factory=dict, repr=False)

    @property
    def rows(self) -> int:
        return self.imported + self.unchanged + self.refused

    def meet(self, sheet: str) -> None:
        """Note the order of the sheets."""
        self._sheets.setdefault(sheet, len(self._sheets))

    def refuse(self, bad: BadCell) -> None:
        """Note a fault; a row with several counts once."""
        self.bad_cells.append(bad)
        if (bad.sheet, bad.row) not in self._refused_rows:
            self._refused_rows.add((bad.sheet, bad.row))
            self.refused += 1

    def report(self, *, dry_run: bool) -> ImportReport:
        in_order = sorted(self.bad_cells, key=lambda bad: (self._sheets[bad.sheet], bad.row))
        return ImportReport(self.imported, self.unchanged, self.refused, tuple(in_order), dry_run)


class RosterImports:
    """Enters the people of rosters in the register."""

    def __init__(self, people: People) -> None:
        self._people = people

    def run(self, rows: Iterable[RosterRow | BadCell], order: RosterOrder) -> Iterator[Tally]:
        """Enter the good rows; the tally is given after each batch, and at last as it ended."""
        tally, remaining = Tally(), iter(rows)
        while batch := list(islice(remaining, BATCH)):
            self._take_in(
                [row for row in map(_sorted_out(tally, order), batch) if row], tally, order
            )
            yield tally

    def _take_in(self, rows: list[RosterRow], tally: Tally, order: RosterOrder) -> None:
        entrants = [(_entrant(row), _acting(row, order)) for row in rows]
        answers = order.counted(
            lambda: self._people.register_together(
                entrants, order.effective_date, dry_run=order.dry_run
            )
        )
        for row, answer in zip(rows, answers, strict=True):
            _note(row, answer, tally)


def _sorted_out(
    tally: Tally, order: RosterOrder
) -> Callable[[RosterRow | BadCell], RosterRow | None]:
    def sort_out(row: RosterRow | BadCell) -> RosterRow | None:
        tally.meet(row.sheet)
        if isinstance(row, BadCell):
            tally.refuse(row)
        elif order.entered_by(row.values.organisation_id) is None:
            tally.refuse(_out_of_scope(row))
        else:
            return row
        return None

    return sort_out


def _out_of_scope(row: RosterRow) -> BadCell:
    return BadCell(
        row.sheet,
        row.row_number,
        HEADER_OF_FIELD["organisation_id"],
        row.values.organisation_id,
        "该党组织不存在或不在您的管理范围内,请核对编码或由其上级导入",
        "organisation-out-of-scope",
    )


def _note(row: RosterRow, answer: Outcome | Exception, tally: Tally) -> None:
    if isinstance(answer, Rejection):
        tally.refuse(refused_row(row, answer))
    elif isinstance(answer, Exception):
        raise answer
    elif answer.changed and not answer.repeated:
        tally.imported += 1
    else:
        tally.unchanged += 1


def _acting(row: RosterRow, order: RosterOrder) -> Acting:
    place = f"roster:{order.file_hash}:{row.sheet}:{row.row_number}"
    return replace(
        order.acting,
        command_id=derived_id(place),
        correlation_id=order.acting.command_id,
        organisation_path=order.entered_by(row.values.organisation_id) or "",
    )


def _entrant(row: RosterRow) -> Entrant:
    values = row.values
    return Entrant(
        PersonalData(
            name=values.name,
            identity_number=values.identity_number,
            phone=values.phone or "",
            address=values.address or "",
            ethnicity=values.ethnicity or "",
        ),
        values.organisation_id,
        MemberDetails(
            standing=values.standing,
            member_class=values.member_class,
            education=values.education,
            gender=values.gender,
            birth_date=values.birth_date,
            join_date=values.join_date,
            full_date=values.full_date,
        ),
        values.posts,
    )
