"""What was set aside before sequences were noted goes on being known, also beside a release that notes none."""

from collections.abc import Iterator

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, Engine, text

from deploy.migrations.versions import subscription_0001, subscription_0003
from shared.subscription import dead_letters
from shared.subscription.dead_letters import Place
from shared.subscription.promise import LOG, NO_SEQUENCE, Described
from tests.support.poisoned import told

TOPIC, VIEW = "sample.v1/0", "sample.ledger"
PARKED_BEFORE = text(
    "insert into subscription.dead_letters"
    " (subscription, source, position, key, type, reason, value) values"
    " (:subscription, :source, :position, 'a', 'happened', 'it is refused', :value)"
    " on conflict (subscription, source, position) do nothing"
)
"""As a release before this one sets aside."""
[SEVENTH] = [one.value for one in told("a", first=7)]


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Of a database of such a release."""
    with engine.connect() as opened:
        opened.execute(text("drop schema subscription cascade"))
        with Operations.context(MigrationContext.configure(opened)):
            subscription_0001.upgrade()
        yield opened


def migrate(connection: Connection) -> None:
    with Operations.context(MigrationContext.configure(connection)):
        subscription_0003.upgrade()


def parked_before(connection: Connection, source: str, position: int, value: bytes) -> int:
    asked = {"subscription": VIEW, "source": source, "position": position, "value": value}
    return connection.execute(PARKED_BEFORE, asked).rowcount


def park(connection: Connection, place: Place, value: bytes) -> None:
    dead_letters.park(connection, VIEW, Described("a", "happened", value), place, "it is refused")


def waiting(connection: Connection) -> list[tuple[int | None, int]]:
    return [(one.position, one.sequence) for one in dead_letters.listed(connection, VIEW)]


def test_a_migration_finds_the_sequence_where_it_is_told(connection: Connection) -> None:
    """In the log it is the position; a message tells it; one that came twice waits once."""
    parked_before(connection, LOG, 4, b"{}")
    for position, value in ((1, SEVENTH), (2, SEVENTH), (3, b"{"), (5, b"\xff\0\\")):
        parked_before(connection, TOPIC, position, value)

    migrate(connection)

    unknown = [(position, NO_SEQUENCE) for position in (3, 5)]
    assert waiting(connection) == [(4, 4), (1, 7), *unknown]


def test_a_twin_that_is_discarded_stays_told(connection: Connection) -> None:
    """Nothing waits behind it; what was decided about it is not forgotten."""
    for position in (1, 2):
        parked_before(connection, TOPIC, position, SEVENTH)
    connection.execute(
        text("update subscription.dead_letters set discarded_at = now() where position = 2")
    )

    migrate(connection)

    kept = "select position from subscription.dead_letters order by position"
    assert connection.execute(text(kept)).scalars().all() == [1, 2]


def test_what_tells_none_is_known_by_its_position_and_by_its_sequence_when_it_comes_again(
    connection: Connection,
) -> None:
    parked_before(connection, TOPIC, 3, b"{")
    migrate(connection)

    park(connection, Place(TOPIC, 3, 12), b"{")
    park(connection, Place(TOPIC, 1, 12), b"{")

    assert waiting(connection) == [(1, 12)]


def test_what_stands_elsewhere_is_discarded_by_what_is_known_of_it(connection: Connection) -> None:
    for position, value in ((3, b"{"), (9, SEVENTH)):
        parked_before(connection, TOPIC, position, value)
    migrate(connection)
    for letter in dead_letters.listed(connection, VIEW):
        dead_letters.discard(connection, VIEW, letter.id)

    found = dead_letters.discarded(connection, VIEW, TOPIC, lambda _: Described("", "", b""))

    assert (set(found.sequences), dict(found.values)) == ({7}, {3: b"{"})


def test_a_release_before_this_one_sets_aside_in_the_table_as_it_did(
    connection: Connection,
) -> None:
    """It may run on for a while behind the migration: what it says twice waits once."""
    migrate(connection)

    assert [parked_before(connection, TOPIC, 3, b"{") for _ in range(2)] == [1, 0]
    park(connection, Place(TOPIC, 3, 12), b"{")
    park(connection, Place(TOPIC, 4, 13), b"{")

    assert parked_before(connection, TOPIC, 4, b"{") == 0
    assert waiting(connection) == [(3, 12), (4, 13)]
