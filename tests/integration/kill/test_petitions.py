"""SIGKILL of the petitions service's parts: clerk, consumer, policy, and relay each finish once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from services.petitions.application import Words
from services.petitions.application.files import Files
from services.petitions.application.words import appellant_of
from services.petitions.domain.petition.commands import EraseAppellant
from services.petitions.domain.streams import DIRECTORY, petition_stream
from services.petitions.outgoing import PUBLICATION
from shared.contracts.petitions import TOPIC
from shared.database import open_pool
from shared.event_store import Metadata, NewEvent, StreamAppend
from shared.messaging.embedded import STORED, EmbeddedPublisher, EmbeddedSource
from shared.privacy.postgres import PostgresKeyRing
from shared.signals import Signals
from shared.stored_form import UnreadableStoredEventError
from tests.support.office import NumberedLog
from tests.support.petition_victims import KEYS, NOW
from tests.support.petitions_by_hand import Instance, SimulatedClock
from tests.support.supervisor import KILLED, Supervisor
from tests.support.told_by_membership import Membership
from tests.support.victims import CLERK_STEPS, HANDLER_STEPS, RELAY_STEPS, SAVING_STEPS
from tests.support.year_of_promises import BEFORE, appeals_of, registration

STEPS = {"promise-warned": 1, "yellow-card-given": 1, "red-card-given": 1, "petition-escalated": 2}
"""Of a promise nobody keeps, at a street with two levels above it."""


@pytest.fixture
def instance(database_url: str) -> Iterator[Instance]:
    """A settled district, long before the clock of the victims."""
    instance = Instance(database_url, SimulatedClock(BEFORE))
    instance.settle()
    yield instance
    instance.end()


@pytest.fixture
def ones(instance: Instance) -> Sequence[str]:
    """Appeals that nobody dispatches."""
    ones = appeals_of("kill", 6)
    instance.carry_out("register", [registration(one, instance.clock()) for one in ones])
    return ones


def killed_twice(supervisor: Supervisor, role: str, url: str, step: str, **more: str) -> None:
    """Killed at the step, and once more if it is reached again; the third life does the rest."""
    assert supervisor.run(role, url, step, 1, more=more) == KILLED
    assert supervisor.run(role, url, step, 1, more=more) in {KILLED, 0}
    assert supervisor.run(role, url, more=more) == 0


@pytest.mark.parametrize("step", ["statement", *CLERK_STEPS])
def test_every_step_of_supervision_is_taken_once(
    instance: Instance, ones: Sequence[str], supervisor: Supervisor, step: str
) -> None:
    killed_twice(supervisor, "petitions.supervision", instance.url, step)

    for one in ones:
        told = Counter(e.type for e in instance.store.read_stream(petition_stream(one)))
        assert told == {"petition-registered": 1, **STEPS}


def test_an_appeal_nobody_can_read_keeps_no_other_promise_from_its_steps(
    instance: Instance, ones: Sequence[str]
) -> None:
    """They come in one page; the next look takes them one by one."""
    broken, *others = ones
    nonsense = NewEvent("petition-dispatched", 1, "{}", BEFORE.date())
    told = StreamAppend(petition_stream(broken), 1, [nonsense], Metadata("broken"))
    instance.store.append([told], BEFORE)
    instance.clock.set(NOW)

    for _ in range(len(STEPS) + 1):
        with pytest.raises(UnreadableStoredEventError):
            instance.clerk.look()

    for one in others:
        told_of = Counter(e.type for e in instance.store.read_stream(petition_stream(one)))
        assert told_of == {"petition-registered": 1, **STEPS}


@pytest.mark.parametrize("step", ["before read", "after read", *CLERK_STEPS, *SAVING_STEPS])
def test_every_division_is_entered_once(
    database_url: str, supervisor: Supervisor, step: str
) -> None:
    membership = Membership()
    codes = ["4301", "430111", *(f"430111{n:03d}" for n in range(1, 6))]
    for code, parent, level in zip(
        codes,
        [None, "4301", *["430111"] * 5],
        ["city", "district", *["street"] * 5],
        strict=True,
    ):
        membership.registers_division(code, parent, level)
    with open_pool(database_url) as pool:
        EmbeddedPublisher(pool).publish(membership.told)

    killed_twice(supervisor, "petitions.divisions", database_url, step)

    instance = Instance(database_url, SimulatedClock(NOW))
    assert sorted(instance.petitions.directory().units) == sorted(codes)
    told = Counter(event.type for event in instance.store.read_stream(DIRECTORY))
    assert told == {"unit-entered": len(codes), "divisions-followed": told["divisions-followed"]}
    instance.end()


@pytest.mark.parametrize("step", ["statement", *HANDLER_STEPS])
def test_keys_and_files_of_the_forgotten_are_gone_and_no_others(
    instance: Instance, ones: Sequence[str], supervisor: Supervisor, step: str, tmp_path: Path
) -> None:
    ring, files = PostgresKeyRing(instance.engine, KEYS), Files(tmp_path)
    words = Words(ring)
    for one in ones:
        words.first(one, "家中停水三天", {})
        files.keep(one, words.key(one), b"\x89PNG\r\n\x1a\nplan")
    erased = [EraseAppellant(petition_id=o, now=BEFORE, actor="officer-1") for o in ones[:3]]
    instance.carry_out("erase", erased)

    killed_twice(
        supervisor, "petitions.forgetting", instance.url, step, folder=str(tmp_path.absolute())
    )

    keys = ring.keys_for([appellant_of(one) for one in ones])
    assert [keys[appellant_of(one)] is None for one in ones] == [True] * 3 + [False] * 3
    there = [any(tmp_path.glob(f"*/{one}/*")) for one in ones]
    assert there == [False] * 3 + [True] * 3


@pytest.mark.parametrize("step", [*RELAY_STEPS, *SAVING_STEPS])
def test_every_message_is_published(
    instance: Instance, ones: Sequence[str], supervisor: Supervisor, step: str
) -> None:
    killed_twice(supervisor, "petitions.relay", instance.url, step)

    log = NumberedLog(instance.pool).read(0, 100_000)
    expected = [told for told in map(PUBLICATION.message, log) if told is not None]
    assert len(expected) > len(ones)
    topic = EmbeddedSource(instance.pool, Signals(instance.url, (STORED,)), TOPIC)
    told = {m.sequence: m for m in topic.read(0, 100_000) if m.key != "log"}
    assert [(m.sequence, m.key, m.value) for m in expected] == [
        (sequence, told[sequence].key, told[sequence].value) for sequence in sorted(told)
    ]
