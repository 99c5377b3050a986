"""What if: the past under other promises, and who would have been judged otherwise."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import Query, Response
from pydantic import BaseModel, Field

from services.petitions.api import what_if_sheet
from services.petitions.api.allowing import sight
from services.petitions.api.appeals import VIEW, Which, filter_of
from services.petitions.api.fields import CategoryId, Instant, UnitId
from services.petitions.api.office import Looked
from services.petitions.api.rules import LARGEST
from services.petitions.application.judging import OtherPast, Verdicts, judge_again
from services.petitions.domain.petition.what_if import Judged
from services.petitions.domain.petition.words import Stage, Stop
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules.decider import as_if
from services.petitions.domain.rules.names import DISPATCH_RULE, HANDLE_RULE, RuleName
from services.petitions.domain.terms import Unit
from services.petitions.projections.appeals import queries
from shared.access.permissions import Permission
from shared.http.documented import Responses
from shared.http.fields import Body, labels
from shared.http.service_app import service_router
from shared.http.spreadsheets import XLSX, printed_file

router = service_router(tags=["督办 supervision"])
SUPERVISE = Permission.PETITION_SUPERVISE
LONGEST = timedelta(days=366)
PAGE, PAGE_MOST, SHEET_MOST = 500, 2_000, 20_000
PROMISED = (
    *(RuleName.RESPOND, RuleName.ON_SITE, RuleName.LISTED_REVIEW),
    *DISPATCH_RULE.values(),
    *HANDLE_RULE.values(),
)
"""The rules that say how long a promise is; others change no verdict."""
_SHEET: Responses = {200: {"content": {XLSX: {}}, "description": "对比表"}}


class PeriodTooLong(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "until",
            f"until must follow since, by at most {LONGEST.days} days",
            f"截止时间须晚于起始时间,且相隔不超过 {LONGEST.days} 天",
        )


class TooManyForOneSheet(Rejection):
    def __init__(self, found: int) -> None:
        super().__init__(
            "since",
            f"{found} appeals are too many for one sheet of at most {SHEET_MOST}; narrow the period "
            "or the place, or page through the list",
            f"共 {found} 件,超过一张表的上限 {SHEET_MOST} 件,请缩短期间或缩小范围",
        )


class Promise(Body):
    """How long a promise would have been, from the beginning."""

    name: Annotated[Literal[PROMISED], Field(description="规则名称")]  # type: ignore[valid-type]  # the names as they are
    value: Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
    unit: Annotated[Unit | None, Field(description=f"不填同现行规则;{labels(Unit)}")] = None


class Question(Body):
    """Appeals registered from ``since`` to before ``until``, under these promises."""

    since: Instant
    until: Instant
    promises: Annotated[list[Promise], Field(min_length=1, max_length=len(PROMISED))]
    place: Annotated[UnitId | None, Field(description="该区划及其下级")] = None
    category: Annotated[CategoryId | None, Field(description="该分类及其下级")] = None
    unit: Annotated[UnitId | None, Field(description="现由该单位及其下级办理")] = None


class Change(BaseModel):
    """One promise that would have been judged otherwise."""

    petition_id: str
    stage: Stage = Field(description=labels(Stage))
    stage_label: str
    unit_id: str = Field(description="当时负责的单位")
    due_at: datetime
    would_be_due_at: datetime
    was: Stop = Field(description=labels(Stop))
    would_be: Stop = Field(description=labels(Stop))


class Figures(BaseModel):
    """Promises of one stage, before and after."""

    stage: Stage = Field(description=labels(Stage))
    stage_label: str
    kept: int = Field(description="实际按时")
    late: int = Field(description="实际超时")
    would_be_kept: int = Field(description="按新承诺按时")
    would_be_late: int = Field(description="按新承诺超时")


class WhatIfShown(BaseModel):
    """One page: figures are of this page's appeals, and add up over all pages."""

    figures: list[Figures]
    changes: list[Change]
    appeals: int = Field(description="本页审视的诉求件数")
    appeals_changed: int = Field(description="其中结论会改变的件数")
    total: int = Field(description="全部诉求件数")
    following: str | None = Field(description="下一页的 after;空表示已到末页")


@router.post("/what-if", summary="假如承诺不同:逐页比较")
def what_if(
    looked: Looked,
    question: Question,
    after: Annotated[str | None, Query(max_length=500, description="上一页的 following")] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE_MOST, description="每页审视的件数")] = PAGE,
) -> WhatIfShown:
    """Nothing is changed by it: what people did, and when, stays; only promises are of another length."""
    past, which = _past(looked, question), _which(looked, question)
    seen = sight(looked, SUPERVISE)
    with looked.view(VIEW) as connection:
        page = queries.listed(connection, seen, which, after=after, limit=limit)
        total = queries.counted(connection, seen, which)
    verdicts, ids = Verdicts(), [row.petition_id for row in page.items]
    changes = [*map(_change, judge_again(looked.office.petitions, ids, past, verdicts))]
    return WhatIfShown(
        figures=[_figures(verdicts, stage) for stage in verdicts.stages],
        changes=changes,
        appeals=verdicts.appeals,
        appeals_changed=verdicts.changed,
        total=total,
        following=page.following,
    )


@router.post(
    "/what-if.xlsx",
    response_class=Response,
    responses=_SHEET,
    summary="假如承诺不同:对比表",
)
def what_if_as_sheet(looked: Looked, question: Question) -> Response:
    """All of it as a table to print: figures before and after, then every change."""
    past, ids = _past(looked, question), _all(looked, question)
    verdicts, office = Verdicts(), looked.office
    judged = list(judge_again(office.petitions, ids, past, verdicts))
    units = {one: unit.name for one, unit in office.petitions.directory().units.items()}
    promises = [f"{each.name} {each.value}" for each in question.promises]
    told = what_if_sheet.Told(question.since, question.until, promises, verdicts, judged, units)
    name = f"{what_if_sheet.TITLE} {looked.today.isoformat()}.xlsx"
    return printed_file(what_if_sheet.workbook(told), name)


def _past(looked: Looked, question: Question) -> OtherPast:
    around = looked.office.petitions.around()
    if not timedelta() < question.until - question.since <= LONGEST:
        raise PeriodTooLong
    rules = around.rules
    for each in question.promises:
        rules = as_if(rules, each.name, each.value, each.unit)
    return OtherPast(rules, around.time, looked.office.now())


def _which(looked: Looked, question: Question) -> queries.AppealFilter:
    told = question.model_dump(exclude={"promises"})
    return filter_of(looked, Which.model_construct(**told))


def _all(looked: Looked, question: Question) -> Iterator[str]:
    """The ids of all of them, page by page. Raises `TooManyForOneSheet`."""
    seen, which = sight(looked, SUPERVISE), _which(looked, question)
    with looked.view(VIEW) as connection:
        if (found := queries.counted(connection, seen, which)) > SHEET_MOST:
            raise TooManyForOneSheet(found)
        ids, after, more = list[str](), None, True
        while more:
            page = queries.listed(connection, seen, which, after=after, limit=PAGE_MOST)
            ids += [row.petition_id for row in page.items]
            after, more = page.following, page.following is not None
    return iter(ids)


def _change(judged: Judged) -> Change:
    return Change(
        petition_id=judged.petition_id,
        stage=judged.stage,
        stage_label=judged.stage.label,
        unit_id=judged.unit_id,
        due_at=judged.due_at,
        would_be_due_at=judged.would_be_due_at,
        was=judged.stop,
        would_be=judged.would_be,
    )


def _figures(verdicts: Verdicts, stage: Stage) -> Figures:
    return Figures(
        stage=stage,
        stage_label=stage.label,
        kept=verdicts.was[stage, Stop.KEPT],
        late=verdicts.was[stage, Stop.LATE],
        would_be_kept=verdicts.would_be[stage, Stop.KEPT],
        would_be_late=verdicts.would_be[stage, Stop.LATE],
    )
