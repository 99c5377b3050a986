"""The three lists with their claims and points, the funds' ledger, and the tasks admitted from outside."""

from typing import Any

from sqlalchemy import BigInteger, Column, Date, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from services.resources.codec import FORM
from services.resources.domain.admission import events as a
from services.resources.domain.fund import events as f
from services.resources.domain.listing import events as e
from services.resources.domain.listing.listing import ListingStage
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_sharing")
LISTINGS = Table(
    "listings",
    TABLES,
    Column("listing_id", Text, primary_key=True),
    Column("kind", Word(e.ListingKind), nullable=False),
    Column("title", Text, nullable=False),
    Column("community_code", Text, nullable=False),
    Column("owner_unit_id", Text, nullable=False, comment="空表示社区发布"),
    Column("category", Text, nullable=False),
    Column("target", Integer, nullable=False),
    Column("claimed", Integer, nullable=False, comment="双方已确认的数量"),
    Column("measure", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("closes_on", Date, nullable=False),
    Column("petition_id", Text, nullable=False),
    Column("stage", Word(ListingStage), nullable=False),
    Column("result", Text),
    Column("stars", Integer),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
CLAIMS = Table(
    "claims",
    TABLES,
    Column("listing_id", Text, primary_key=True),
    Column("claim_id", Text, primary_key=True),
    Column("unit_id", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("by", Word(e.Side), nullable=False),
    Column("stage", Word(e.ClaimStage), nullable=False),
    Column("done", Integer, nullable=False),
)
POINTS = Table(
    "points",
    TABLES,
    Column("listing_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("claim_id", Text, primary_key=True),
    Column("unit_id", Text, nullable=False, comment="空表示社区"),
    Column("points", Integer, nullable=False, comment="负数为冲正"),
    Column("effective_date", Date, nullable=False),
)
FUNDS = Table(
    "funds",
    TABLES,
    Column("fund_id", Text, primary_key=True),
    Column("unit_id", Text, nullable=False),
    Column("community_code", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("agreement_id", Text, nullable=False),
    Column("balance", BigInteger, nullable=False, comment="余额(分)"),
    Column("closed_on", Date),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
LEDGER = Table(
    "ledger",
    TABLES,
    Column("fund_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("debit", Word(f.Account), nullable=False),
    Column("credit", Word(f.Account), nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("voucher", Text, nullable=False),
    Column("effective_date", Date, nullable=False),
)
TASKS = Table(
    "tasks",
    TABLES,
    Column("task_id", Text, primary_key=True),
    Column("department_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("communities", ARRAY(Text), nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("hours_a_month", Integer, nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("stage", Text, nullable=False),
    Column("review_by", Date),
    Column("cause_text", Text),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("listings_by_community", LISTINGS.c.community_code)
Index("claims_by_unit", CLAIMS.c.unit_id)
Index("points_by_unit", POINTS.c.unit_id)
Index("funds_by_community", FUNDS.c.community_code)
Index("tasks_by_community", TASKS.c.communities, postgresql_using="gin")


def _published(event: e.ListingPublished, record: StoredEvent, rows: Rows) -> None:
    row = {name: getattr(event.listing, name) for name in event.listing.__slots__}
    stage = {"claimed": 0, "stage": ListingStage.OPEN}
    rows.upsert(LISTINGS, {**row, **stage, **_at(event, record)})


def _claimed(event: Any, record: StoredEvent, rows: Rows) -> None:
    claim: e.Claim = event.claim if isinstance(event, e.ClaimMade) else event.after
    row = {name: getattr(claim, name) for name in claim.__slots__}
    rows.upsert(CLAIMS, {"listing_id": event.listing_id, **row})
    told = {"claimed": event.claimed} if hasattr(event, "claimed") else {}
    _listing(event, record, rows, **told)


def _confirmed(event: e.ClaimConfirmed, record: StoredEvent, rows: Rows) -> None:
    _claimed(event, record, rows)
    _points(event.awarded, 1, event, record, rows)


def _given_up(event: e.ClaimWithdrawn, record: StoredEvent, rows: Rows) -> None:
    _claimed(event, record, rows)
    _points(event.taken_back, -1, event, record, rows)


def _points(told: e.Points, sign: int, event: Any, record: StoredEvent, rows: Rows) -> None:
    if not told.points:
        return
    row = {
        "listing_id": event.listing_id,
        "version": record.version,
        "claim_id": told.claim_id,
        "unit_id": told.unit_id,
        "points": sign * told.points,
        "effective_date": event.effective_date,
    }
    rows.upsert(POINTS, row)


def _completed(event: e.ListingCompleted, record: StoredEvent, rows: Rows) -> None:
    _listing(event, record, rows, stage=ListingStage.COMPLETED, result=event.result)


def _rated(event: e.ListingRated, record: StoredEvent, rows: Rows) -> None:
    _listing(event, record, rows, stars=event.stars)


def _withdrawn(event: e.ListingWithdrawn, record: StoredEvent, rows: Rows) -> None:
    _listing(event, record, rows, stage=ListingStage.WITHDRAWN)
    for each in event.taken_back:
        _points(each, -1, event, record, rows)


def _attached(event: Any, record: StoredEvent, rows: Rows) -> None:
    _listing(event, record, rows)


def _listing(event: Any, record: StoredEvent, rows: Rows, **values: Any) -> None:
    rows.update(LISTINGS, {"listing_id": event.listing_id}, values | _at(event, record))


def _money(event: Any, record: StoredEvent, rows: Rows) -> None:
    row = {name: getattr(event.fund, name) for name in event.fund.__slots__}
    closed = event.effective_date if isinstance(event, f.FundClosed) else None
    rows.upsert(FUNDS, {**row, "balance": event.balance, "closed_on": closed, **_at(event, record)})
    if event.entry is None:
        return
    entry = {
        "fund_id": event.fund_id,
        "version": record.version,
        "debit": event.entry.debit,
        "credit": event.entry.credit,
        "fen": event.entry.fen,
        "balance": event.balance,
        "voucher": getattr(event, "voucher", ""),
        "effective_date": event.effective_date,
    }
    rows.upsert(LEDGER, entry)


def _filed(event: a.TaskFiled, record: StoredEvent, rows: Rows) -> None:
    row = {name: getattr(event.task, name) for name in event.task.__slots__}
    row["communities"] = list(event.task.communities)
    told = {"stage": "filed", "review_by": event.review_by}
    rows.upsert(TASKS, {**row, **told, **_at(event, record)})


def _task(stage: str) -> Any:
    def write(event: Any, record: StoredEvent, rows: Rows) -> None:
        told = {"stage": stage, "cause_text": getattr(event, "cause_text", None)}
        rows.update(TASKS, {"task_id": event.task_id}, told | _at(event, record))

    return write


def _at(event: Any, record: StoredEvent) -> dict[str, Any]:
    return {"changed_on": event.effective_date, "version": record.version}


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "resources.sharing",
    TABLES,
    "2",
    {
        e.ListingPublished: _published,
        e.ClaimMade: _claimed,
        e.ClaimConfirmed: _confirmed,
        e.ClaimDeclined: _claimed,
        e.ClaimWithdrawn: _given_up,
        e.ProgressReported: _claimed,
        e.BookingAttached: _attached,
        e.BookingDetached: _attached,
        e.ListingCompleted: _completed,
        e.ListingRated: _rated,
        e.ListingWithdrawn: _withdrawn,
        f.FundPledged: _money,
        f.FundDrawnDown: _money,
        f.FundReturned: _money,
        f.FundClosed: _money,
        a.TaskFiled: _filed,
        a.TaskAdmitted: _task("admitted"),
        a.TaskRefused: _task("refused"),
        a.TaskWithdrawn: _task("withdrawn"),
        a.TaskEnded: _task("ended"),
    },
)
