"""Which message of `resources.v1` is written where: units, conferences, agreements, and what was shared."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.reporting.projections.conferences import heard_of_resources as m
from services.reporting.projections.conferences.tables import (
    agreements,
    chairs,
    conferences,
    liaisons,
    members,
    money,
    premises,
    units,
    uses,
)
from services.reporting.projections.conferences.told import list_text, start
from services.reporting.projections.hearing import Heard
from services.reporting.projections.telling import Write
from shared.clock import city_day
from shared.subscription.promise import Rows

ENDED = "ended"


def _unit(message: m.UnitTold, reason: str, rows: Rows) -> None:
    told = message.data
    facts = told.after or told.before
    if facts is None:
        raise ValueError("the unit's facts are missing")
    living = "f" if told.after is None else "t"
    beginning = start(message, reason)
    row = (told.unit_id, facts.name, facts.unit_class, facts.organisation_id, living)
    rows.append(units, (*beginning, *row))
    for part, code in enumerate(facts.premises):
        rows.append(premises, (*beginning, str(part), code))


def _name_liaison(message: m.LiaisonNamed, reason: str, rows: Rows) -> None:
    told = message.data
    rows.append(liaisons, (*start(message, reason), told.unit_id, told.post))


def _found(message: m.ConferenceFounded, reason: str, rows: Rows) -> None:
    told = message.data
    _conference(message, reason, rows, told.after, living="t")
    _members(message, reason, rows, told.members, living="t")
    _chairs(message, reason, rows)


def _dissolve(message: m.ConferenceDissolved, reason: str, rows: Rows) -> None:
    told = message.data
    _conference(message, reason, rows, told.before, living="f")
    _members(message, reason, rows, told.members, living="f")


def _conference(
    message: Any, reason: str, rows: Rows, facts: m.ConferenceFacts, *, living: str
) -> None:
    row = (facts.division_code, facts.level, facts.name, facts.parent_id, living)
    rows.append(conferences, (*start(message, reason), message.data.conference_id, *row))


def _member(message: m.MemberTold, reason: str, rows: Rows) -> None:
    told = message.data
    member = told.after or told.before
    if member is None:
        raise ValueError("the member is missing")
    _members(message, reason, rows, [member], living="f" if told.after is None else "t")
    _chairs(message, reason, rows)


def _members(
    message: Any, reason: str, rows: Rows, those: Iterable[m.Member], *, living: str
) -> None:
    beginning, conference = start(message, reason), message.data.conference_id
    for part, one in enumerate(those):
        row = (one.unit_id, str(one.seats), one.representative_post, one.since, living)
        rows.append(members, (*beginning, str(part), conference, *row))


def _chairs(message: Any, reason: str, rows: Rows) -> None:
    beginning, conference = start(message, reason), message.data.conference_id
    for part, term in enumerate(message.data.chairs):
        row = (term.unit_id, term.begins, term.ends, term.kind)
        rows.append(chairs, (*beginning, str(part), conference, *row))


def _sign(message: m.AgreementSigned, reason: str, rows: Rows) -> None:
    _agreement(message, reason, rows, message.data.stage)


def _renew(message: m.AgreementRenewed, reason: str, rows: Rows) -> None:
    _agreement(message, reason, rows, "in_force")


def _end(message: m.AgreementEnded, reason: str, rows: Rows) -> None:
    _agreement(message, reason, rows, ENDED)


def _agreement(message: Any, reason: str, rows: Rows, stage: str) -> None:
    told = message.data.agreement
    what = (told.agreement_id, told.conference_id, told.title, list_text(told.parties))
    rows.append(agreements, (*start(message, reason), *what, told.begins, told.ends, stage))


def _use(message: m.Used, reason: str, rows: Rows) -> None:
    told, minutes = message.data.after, str(message.data.minutes)
    day = city_day(datetime.fromisoformat(told.begins)).isoformat()
    what = (told.resource_id, told.kind, told.community_code, told.owner_unit_id, day, minutes)
    rows.append(uses, (*start(message, reason), *what))


def _draw(message: m.FundDrawnDown, reason: str, rows: Rows) -> None:
    _money(message, reason, rows, message.data.entry.fen)


def _return(message: m.FundReturned, reason: str, rows: Rows) -> None:
    _money(message, reason, rows, -message.data.entry.fen)


def _money(message: Any, reason: str, rows: Rows, fen: int) -> None:
    told = message.data
    what = (told.fund_id, told.fund.community_code, told.fund.unit_id, told.effective_date)
    rows.append(money, (*start(message, reason), *what, str(fen)))


WRITE: dict[type[Heard], Write] = {
    m.LiaisonNamed: _name_liaison,
    m.ConferenceFounded: _found,
    m.ConferenceDissolved: _dissolve,
    m.AgreementSigned: _sign,
    m.AgreementRenewed: _renew,
    m.AgreementEnded: _end,
    m.FundDrawnDown: _draw,
    m.FundReturned: _return,
    **dict.fromkeys(m.UNIT_MESSAGES, _unit),
    **dict.fromkeys(m.MEMBER_MESSAGES, _member),
    **dict.fromkeys(m.CHAIR_MESSAGES, _chairs),
    **dict.fromkeys(m.USE_MESSAGES, _use),
}
