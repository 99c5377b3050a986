"""Co-building agreements, what each obligation asks for, and what was done of it."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from services.resources.codec import FORM
from services.resources.domain.agreement import events as e
from services.resources.domain.calendar import A_DAY
from services.resources.domain.terms import ShareKind
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_agreements")
AGREEMENTS = Table(
    "agreements",
    TABLES,
    Column("agreement_id", Text, primary_key=True),
    Column("conference_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("parties", ARRAY(Text), nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("stage", Word(e.AgreementStage), nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
OBLIGATIONS = Table(
    "obligations",
    TABLES,
    Column("agreement_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("term", Integer, primary_key=True, autoincrement=False, comment="协议期次"),
    Column("begins", Date, nullable=False, comment="本期开始"),
    Column("ends", Date, nullable=False, comment="本期结束"),
    Column("unit_id", Text, nullable=False),
    Column("kind", Word(ShareKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("target", BigInteger, nullable=False, comment="每期目标"),
    Column("fulfilled", BigInteger, nullable=False, comment="本期履行"),
)
SIGNATURES = Table(
    "signatures",
    TABLES,
    Column("agreement_id", Text, primary_key=True),
    Column("unit_id", Text, primary_key=True),
    Column("signed_on", Date, nullable=False),
)
BREACHES = Table(
    "breaches",
    TABLES,
    Column("agreement_id", Text, primary_key=True),
    Column("breach_id", Text, primary_key=True),
    Column("unit_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("cause_text", Text, nullable=False),
    Column("reported_on", Date, nullable=False),
    Column("remedied_on", Date),
)
Index("agreements_by_conference", AGREEMENTS.c.conference_id)
Index("agreements_by_party", AGREEMENTS.c.parties, postgresql_using="gin")


def _drafted(event: e.AgreementDrafted, record: StoredEvent, rows: Rows) -> None:
    facts = event.agreement
    row = {
        "agreement_id": facts.agreement_id,
        "conference_id": facts.conference_id,
        "title": facts.title,
        "parties": list(facts.parties),
        "begins": facts.begins,
        "ends": facts.ends,
        "stage": e.AgreementStage.DRAFT,
        "changed_on": event.effective_date,
        "version": record.version,
    }
    rows.upsert(AGREEMENTS, row)
    _promised(facts, 1, facts.begins, rows)


def _promised(facts: e.AgreementFacts, term: int, begins: date, rows: Rows) -> None:
    """What is due in a term that ends with the agreement."""
    for each in facts.obligations:
        promised = {
            "agreement_id": facts.agreement_id,
            "number": each.number,
            "term": term,
            "begins": begins,
            "ends": facts.ends,
            "unit_id": each.unit_id,
            "kind": each.kind,
            "text": each.text,
            "target": each.target,
            "fulfilled": 0,
        }
        rows.upsert(OBLIGATIONS, promised)


def _signed(event: e.AgreementSigned, record: StoredEvent, rows: Rows) -> None:
    key = {"agreement_id": event.agreement_id, "unit_id": event.unit_id}
    rows.upsert(SIGNATURES, {**key, "signed_on": event.effective_date})
    _moved_on(event, record, rows, stage=event.stage)


def _renewed(event: e.AgreementRenewed, record: StoredEvent, rows: Rows) -> None:
    _promised(event.agreement, event.term, event.ends_before + A_DAY, rows)
    _moved_on(event, record, rows, ends=event.agreement.ends)


def _fulfilled(event: e.FulfilmentRecorded, record: StoredEvent, rows: Rows) -> None:
    key = {"agreement_id": event.agreement_id, "number": event.number, "term": event.term}
    rows.update(OBLIGATIONS, key, {"fulfilled": event.in_term})
    _moved_on(event, record, rows)


def _breached(event: e.BreachReported, record: StoredEvent, rows: Rows) -> None:
    row = {
        "agreement_id": event.agreement_id,
        "breach_id": event.breach_id,
        "unit_id": event.unit_id,
        "number": event.number,
        "cause_text": event.cause_text,
        "reported_on": event.effective_date,
    }
    rows.upsert(BREACHES, row)
    _moved_on(event, record, rows)


def _remedied(event: e.BreachRemedied, record: StoredEvent, rows: Rows) -> None:
    key = {"agreement_id": event.agreement_id, "breach_id": event.breach_id}
    rows.update(BREACHES, key, {"remedied_on": event.effective_date})
    _moved_on(event, record, rows)


def _ended(event: e.AgreementEnded, record: StoredEvent, rows: Rows) -> None:
    _moved_on(event, record, rows, stage=e.AgreementStage.ENDED)


def _moved_on(event: Any, record: StoredEvent, rows: Rows, **values: Any) -> None:
    values |= {"changed_on": event.effective_date, "version": record.version}
    rows.update(AGREEMENTS, {"agreement_id": event.agreement_id}, values)


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "resources.agreements",
    TABLES,
    "2",
    {
        e.AgreementDrafted: _drafted,
        e.AgreementSigned: _signed,
        e.AgreementRenewed: _renewed,
        e.FulfilmentRecorded: _fulfilled,
        e.BreachReported: _breached,
        e.BreachRemedied: _remedied,
        e.AgreementEnded: _ended,
    },
)
