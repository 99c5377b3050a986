"""The joint conference of each community that has an organisation: a few units, in turn in the chair."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deploy.sample.appeals import SEED_COMMUNITY
from deploy.sample.chance import Random
from deploy.sample.divisions import Division, enrolled_communities, read_divisions
from deploy.sample.identities import drawn_phone
from deploy.sample.names import drawn_name
from deploy.sample.organisations import ORGANISED
from deploy.sample.sharing.kinds import EVERYWHERE, FORESTRY, SOMEWHERE, Kind
from services.membership.domain.terms import Gender

FOUNDED_DAYS = 420
"""So many days before the day of the sample, all of them: the second turn of the chair has begun."""
_TERM_MONTHS = 12
_MORE = 3
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SampleConference:
    """A community's units and its conference, as `POST /units` and `POST /conferences` take them."""

    community_code: str
    units: tuple[Body, ...]
    body: Body


def conferences(today: date, rng: Random) -> tuple[SampleConference, ...]:
    """One for each of the 73 communities, in the order of their codes."""
    enrolled = enrolled_communities(read_divisions())
    return tuple(_conference(each, today, rng) for each in enrolled[:ORGANISED])


def unit_id(community: str, word: str) -> str:
    """The id of a community's unit of that kind."""
    return f"{community}-{word}"


def _conference(community: Division, today: date, rng: Random) -> SampleConference:
    founded = (today - timedelta(FOUNDED_DAYS)).isoformat()
    kinds = tuple(_kinds(community, rng))
    code, name = community.code, community.short_name
    members = [
        {
            "unit_id": unit_id(code, kind.word),
            "seats": 2 if kind in {FORESTRY, EVERYWHERE[0]} else 1,
            "representative_post": kind.representative,
        }
        for kind in kinds
    ]
    body = {
        "conference_id": code,
        "division_code": code,
        "name": f"{name}党建联席会",
        "members": members,
        "order": [member["unit_id"] for member in members],
        "term_months": _TERM_MONTHS,
        "effective_date": founded,
    }
    units = tuple(_unit(kind, community, founded, rng) for kind in kinds)
    return SampleConference(code, units, body)


def _kinds(community: Division, rng: Random) -> Iterator[Kind]:
    if community.code == SEED_COMMUNITY:
        yield from (FORESTRY, *EVERYWHERE, *SOMEWHERE[:_MORE])
    else:
        yield from (*EVERYWHERE, *rng.sample(SOMEWHERE, rng.randint(0, 1)))


def _unit(kind: Kind, community: Division, founded: str, rng: Random) -> Body:
    return {
        "unit_id": unit_id(community.code, kind.word),
        "name": kind.name.format(community.short_name),
        "unit_class": kind.unit_class,
        "premises": [community.code],
        "liaison_post": kind.liaison,
        "liaison_name": drawn_name(rng.choice(list(Gender)), rng),
        "liaison_phone": drawn_phone(rng),
        "effective_date": founded,
    }
