"""Giving the register out as a spreadsheet: masked, or in clear to who may, and recorded."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Annotated

from fastapi import Query, Response

from services.membership.api.members.sealed import ALL
from services.membership.api.members.shown import opened
from services.membership.api.office import Asked, Looked, Office
from services.membership.application import PersonalData
from services.membership.domain.disclosure.commands import RecordDisclosure
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from services.membership.projections.members.project import PROJECTION as REGISTER
from services.membership.projections.members.queries import each
from services.membership.projections.members.row import MemberRow
from services.membership.roster.export import write_roster
from services.membership.roster.row import RosterValues
from shared.access.permissions import Permission
from shared.clock import derived_id
from shared.http.asking import Asking
from shared.http.fields import OrganisationId
from shared.http.read_after import VIEW_POSITION
from shared.http.service_app import service_router
from shared.http.spreadsheets import FILE, spooled, streamed
from shared.privacy.sealing import Sealer

router = service_router(404, 409, tags=["花名册 roster"])
READ = Permission.MEMBER_READ_SEALED
Note = Callable[[list[MemberRow]], None]
"""Told of whom the next lines are."""
_TOGETHER = 500
NOBODY = PersonalData("", "")


@router.get("/roster-export.xlsx", response_class=Response, responses=FILE, summary="导出花名册")
def export(
    looked: Looked,
    asked: Asked,
    organisation: Annotated[
        OrganisationId | None, Query(description="该党组织及其下级;不填为有权导出的全部")
    ] = None,
    *,
    clear: Annotated[
        bool, Query(description="true:不遮蔽个人信息,须有查阅权限,逐人记录在案")
    ] = False,
) -> Response:
    """The register in the template's columns; a clear export can be imported again."""
    roots = looked.roots(
        Permission.ROSTER_EXPORT if clear else Permission.MEMBER_READ, organisation
    )
    if clear:
        roots = looked.roots(READ, organisation)
    note = _recorded(asked) if clear else _unrecorded
    out = spooled()
    with looked.view(REGISTER.name, bit_by_bit=True) as connection:
        members = _values(each(connection, roots), looked.office.sealer, note)
        write_roster(members, out, masked=not clear)
    position = {VIEW_POSITION: looked.response.headers[VIEW_POSITION]}
    return streamed(out, "roster.xlsx", position)


def _values(rows: Iterable[MemberRow], sealer: Sealer, note: Note) -> Iterator[RosterValues]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _TOGETHER)):
        note(batch)
        people = opened(sealer, [(row.member_id, row.sealed) for row in batch])
        for row, person in zip(batch, people, strict=True):
            yield _value(row, person or NOBODY)


def _unrecorded(_: list[MemberRow]) -> None:
    """What is shown masked discloses nobody."""


def _recorded(asked: Asking[Office]) -> Note:
    """Records, for many members at once, that they are about to be read in clear."""

    def note(members: list[MemberRow]) -> None:
        commands, reach, acting = asked.office.membership.commands, asked.reach, asked.acting
        asks = [
            commands.ask(
                RecordDisclosure(
                    **asked.stamp(None),
                    member_id=member.member_id,
                    purpose=DisclosurePurpose.EXPORTED,
                    fields=tuple(ALL),
                ),
                replace(
                    acting,
                    command_id=derived_id(f"export:{acting.command_id}:{member.member_id}"),
                    correlation_id=acting.command_id,
                    organisation_path=reach.grant_over(READ, member.path) or "",
                    expected_version=None,
                ),
            )
            for member in members
        ]
        recorded = asked.counted_together(
            "RecordDisclosure", lambda: commands.execute_together(asks)
        )
        for answer in recorded:
            if isinstance(answer, Exception):
                raise answer

    return note


def _value(row: MemberRow, person: PersonalData) -> RosterValues:
    return RosterValues(
        name=person.name,
        identity_number=person.identity_number,
        organisation_id=row.organisation_id,
        gender=row.gender,
        birth_date=row.birth_date,
        ethnicity=person.ethnicity or None,
        education=row.education,
        standing=row.standing,
        member_class=row.member_class,
        join_date=row.join_date,
        full_date=row.full_date,
        phone=person.phone or None,
        address=person.address or None,
        posts=tuple(row.posts),
    )
