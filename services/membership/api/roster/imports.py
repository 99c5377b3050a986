"""Taking rosters in: template, import, result file."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, BinaryIO

import msgspec
from fastapi import File, Header, Path, Query, Response, UploadFile
from fastapi.responses import FileResponse, StreamingResponse

from services.membership.api.office import Asked, Looked, Office
from services.membership.api.roster.shown import Imported, imported
from services.membership.application.roster import RosterOrder, Tally
from services.membership.roster.limits import DEFAULT_LIMITS
from services.membership.roster.reader import read_roster
from services.membership.roster.report import write_report
from services.membership.roster.row import BadCell, RosterRow
from services.membership.roster.template import roster_template
from shared.access.permissions import Permission
from shared.http.asking import Asking
from shared.http.fields import Day
from shared.http.refusals import NotFound
from shared.http.service_app import service_router
from shared.http.spreadsheets import FILE, XLSX

router = service_router(404, 409, tags=["花名册 roster"])
NDJSON = "application/x-ndjson"
_CHUNK = 1024 * 1024
UPLOAD_BYTES = DEFAULT_LIMITS.file_bytes + 64 * 1024


@router.get(
    "/roster-template.xlsx", response_class=Response, responses=FILE, summary="下载花名册模板"
)
def template(looked: Looked) -> Response:
    """The empty roster, with its closed lists and an explanation of each column."""
    looked.reach.allow_somewhere(Permission.ORGANISATION_READ)
    return _xlsx("roster-template.xlsx", roster_template())


@router.post(
    "/roster-imports",
    response_model=Imported,
    responses={200: {"content": {NDJSON: {"schema": {"type": "string"}}}}},
    summary="导入花名册(.xlsx 或 .csv)",
)
def import_roster(
    asked: Asked,
    file: Annotated[UploadFile, File(description="按模板填写的 .xlsx 或 .csv")],
    effective_date: Annotated[Day | None, Query(description="自哪一天起在册;不填为今天")] = None,
    accept: Annotated[str, Header(description=f"{NDJSON}:逐批报告进度")] = "",
    *,
    dry_run: Annotated[bool, Query(description="试运行")] = False,
) -> Any:
    """Good rows are entered, bad ones reported cell by cell; the same file twice changes nothing.

    With `Accept: application/x-ndjson` each line tells how far the import is, the last one what
    became of it.
    """
    asked.reach.roots(Permission.ROSTER_IMPORT)

    def entered_by(organisation_id: str) -> str | None:
        path = asked.reach.path_of(organisation_id)
        return path and asked.reach.grant_over(Permission.ROSTER_IMPORT, path)

    order = RosterOrder(
        file_hash=_hash(file.file),
        acting=asked.acting,
        effective_date=asked.stamp(effective_date)["effective_date"],
        entered_by=entered_by,
        dry_run=dry_run,
    )
    if not dry_run:  # what is only tried is no command
        order = replace(order, counted=partial(asked.counted_together, "RegisterMember"))
    rows = read_roster(file.file)
    if NDJSON in accept:
        return StreamingResponse(_told_bit_by_bit(rows, order, asked), media_type=NDJSON)
    *_, tally = asked.office.imports.run(rows, order)
    return _finished(tally, order, asked)


@router.get(
    "/roster-imports/{import_id}/result.xlsx",
    response_class=Response,
    responses=FILE,
    summary="下载导入结果",
)
def result(import_id: Annotated[str, Path(max_length=36)], looked: Looked) -> Response:
    """For the importer only, and for a day: it holds what he sent."""
    looked.reach.roots(Permission.ROSTER_IMPORT)
    files, caller = looked.office.result_files, looked.reach.caller
    path = files.find(import_id, caller.id, looked.office.now())
    if path is None:
        raise NotFound("result file")
    return FileResponse(path, media_type=XLSX, filename="roster-result.xlsx")


def _told_bit_by_bit(
    rows: Iterator[RosterRow | BadCell], order: RosterOrder, asked: Asking[Office]
) -> Iterator[bytes]:
    tally = Tally()
    for tally in asked.office.imports.run(rows, order):
        yield _line({"rows": tally.rows, "imported": tally.imported, "refused": tally.refused})
    yield _line(_finished(tally, order, asked).model_dump())


def _finished(tally: Tally, order: RosterOrder, asked: Asking[Office]) -> Imported:
    report, import_id = tally.report(dry_run=order.dry_run), asked.new_id
    files, acting = asked.office.result_files, asked.acting
    files.keep(import_id, acting.actor, partial(write_report, report), acting.now)
    return imported(import_id, report)


def _xlsx(name: str, content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=XLSX, headers=headers)


def _hash(file: BinaryIO) -> str:
    digest = sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _line(told: object) -> bytes:
    return msgspec.json.encode(told) + b"\n"
