"""SIGKILL of petitions' projectors: every view comes out as if nothing had happened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from services.petitions.application import Words
from services.petitions.application.words import appellant_of
from services.petitions.domain.disclosure.commands import RecordDisclosure
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from services.petitions.domain.petition.causes import NeedKind
from services.petitions.domain.petition.commands import (
    EraseAppellant,
    PublishNeed,
    RecategorisePetition,
)
from services.petitions.domain.terms import Channel, Kind
from services.petitions.views import PROJECTIONS
from shared.privacy.postgres import PostgresKeyRing
from tests.integration.kill.test_petitions import killed_twice
from tests.support.petition_victims import KEYS, views
from tests.support.petitions_by_hand import Instance, SimulatedClock
from tests.support.supervisor import Supervisor
from tests.support.victims import HANDLER_STEPS
from tests.support.year_of_promises import BEFORE, appeals_of, registration

DAY = date(2025, 7, 1)


@pytest.fixture
def told(database_url: str) -> Iterator[Instance]:
    """A log with something in it for every view; nothing is projected yet."""
    instance = Instance(database_url, SimulatedClock(BEFORE), keeps_view=False)
    instance.settle()
    ones = appeals_of("view", 6)
    words = Words(PostgresKeyRing(instance.engine, KEYS))
    registrations = [
        replace(
            registration(one, instance.clock()),
            channel=Channel.OPEN311,
            kind=Kind.SUGGESTION,
            appellant_id=appellant_of(one),
            text=words.first(one, f"第{number}次反映停水", {})[0],
        )
        for number, one in enumerate(ones)
    ]
    instance.carry_out("register", registrations)
    instance.carry_out("need", [asking(each.petition_id, each.place) for each in registrations])
    about: dict[str, Any] = {"actor": "officer-1", "now": BEFORE}
    first = registrations[0]
    instance.carry_out(
        "move",
        [
            RecategorisePetition(
                petition_id=each.petition_id,
                by="430111",
                category_id="lift",
                place=first.place,
                **about,
            )
            for each in registrations[1:2]
        ],
    )
    instance.carry_out(
        "read",
        [
            RecordDisclosure(
                petition_id=one,
                purpose=DisclosurePurpose.HANDLING,
                fields=("text",),
                today=BEFORE.date(),
                effective_date=BEFORE.date(),
                **about,
            )
            for one in ones[:5]
        ],
    )
    instance.carry_out("erase", [EraseAppellant(petition_id=o, **about) for o in ones[4:]])
    yield instance
    instance.end()


def asking(one: str, place: str) -> PublishNeed:
    return PublishNeed(
        petition_id=one,
        now=BEFORE,
        actor="officer-1",
        by=place,
        need_id=f"need-of-{one}",
        kind=NeedKind.SKILL,
        amount=2,
        measure="person",
        wanted_from=DAY,
        wanted_until=DAY,
    )


@pytest.mark.parametrize("step", ["before read", "after read", *HANDLER_STEPS])
@pytest.mark.parametrize("name", [view.name for view in PROJECTIONS])
def test_every_view_is_as_if_nothing_had_happened(
    told: Instance, supervisor: Supervisor, name: str, step: str
) -> None:
    killed_twice(supervisor, name, told.url, step)

    view = views(told.pool, told.engine)[name]
    tables = view.projection.tables.sorted_tables
    with told.engine.connect() as connection:
        rows = [connection.scalar(select(func.count()).select_from(table)) for table in tables]
    assert all(rows), "it had something to show"
    assert view.rebuild().run().identical
