"""The operators' program on a running service: what it tells, what it mends, what it refuses."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

import psycopg
import pytest

from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from shared.clock import utc_now
from shared.database import open_pool
from shared.event_store import Metadata, NewEvent, StreamAppend
from shared.event_store.postgres import APPENDED, PostgresEventStore
from shared.signals import Bell
from tests.support.postgres import TestServer
from tests.support.running_membership import KEY, running
from tests.support.running_service import Running
from tests.support.yuhua_district import settle

LETTERS, FOLLOWING = "membership.letters", "membership.following"
LONG = 20.0


class Said(NamedTuple):
    """How the program ended, and what it said."""

    status: int
    out: str
    err: str


Operate = Callable[..., Said]


@pytest.fixture(scope="module")
def service(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A small district whose views are projected."""
    folder = tmp_path_factory.mktemp("operated")
    with postgres.database() as url, running(url, folder, "projector") as projecting:
        with running(url, folder, "api") as api:
            settle(api)
        yield projecting


@pytest.fixture
def operate(
    service: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Operate:
    """The program, told by its environment where the service is."""
    told = {
        "DATABASE_URL": service.database_url,
        "BACKBONE_URL": service.database_url,
        "TOKEN_KEYS": str(service.keys),
        "KEY_ENCRYPTION_KEYS": f"test:{KEY}",
        "BLIND_INDEX_KEY": KEY,
    }
    for name, value in told.items():
        monkeypatch.setenv(f"MEMBERSHIP_{name}", value)

    def run(*arguments: str) -> Said:
        status = main(arguments)
        return Said(status, *capsys.readouterr())

    return run


def poison(service: Running, stream: str, kind: str = "letter-issued") -> int:
    """An event that no projection can read, in the log all the same; answers its position."""
    event = NewEvent(kind, 1, "{}", date(2026, 1, 1))
    with open_pool(service.database_url) as pool:
        bell = Bell(service.database_url, APPENDED)
        store = PostgresEventStore(pool, bell)
        store.append([StreamAppend(stream, 0, [event], Metadata("poison"))], utc_now())
        while (position := store.position_of(stream, 1)) is None:
            pass
        bell.stop()
    caught_up(service, position)
    return position


def caught_up(service: Running, position: int) -> None:
    for loop in service.service.subscriptions.values():
        assert loop.progress.wait_until(lambda progress: progress.position >= position, LONG)


def test_forwards_is_refused_unless_entries_are_meant_to_be_left_out(
    service: Running, operate: Operate
) -> None:
    relay = ("offsets", "reset", "membership", "membership.relay", "--to")
    with running(service.database_url, service.keys.parent, "relay") as other:
        caught_up(other, 1)
    assert operate(*relay, "0").status == Status.DONE

    refused = operate(*relay, "3")

    assert (refused.status, "--skip" in refused.err) == (Status.REFUSED, True)
    assert operate(*relay, "3", "--skip").status == Status.DONE


def test_lag_and_positions_are_told_of_every_subscription(
    service: Running, operate: Operate
) -> None:
    lag, offsets = operate("lag", "--most", "3600"), operate("offsets", "show", "membership")

    assert (lag.status, offsets.status) == (Status.DONE, Status.DONE)
    for name in service.service.subscriptions:
        assert name in lag.out
        assert name in offsets.out
    assert "advisory" in offsets.out


def test_what_was_set_aside_is_listed_shown_tried_and_left_out(
    service: Running, operate: Operate
) -> None:
    poison(service, "transfer-poisoned")
    listed = operate("dead-letters", "list")
    assert listed.status == Status.LEFT
    ids = [line.split()[0] for line in listed.out.splitlines() if "transfer-poisoned" in line]
    assert ids

    shown = operate("dead-letters", "show", "membership", ids[0])
    assert "transfer-poisoned" in shown.out
    tried = operate("dead-letters", "retry", "membership", "--dry-run")
    assert (tried.status, "nothing is changed" in tried.out) == (Status.LEFT, True)
    again = operate("dead-letters", "retry", "membership", "--stream", "transfer-poisoned")
    assert again.status == Status.LEFT
    nowhere = operate("dead-letters", "retry", "membership", "--stream", "nobody")
    assert nowhere.status == Status.REFUSED

    leave = ("dead-letters", "discard", "membership")
    assert operate(*leave, ids[0], "--because", "made up", "--dry-run").status == Status.DONE
    assert operate("dead-letters", "list").status == Status.LEFT, "a dry run leaves it there"
    for number in ids:
        assert operate(*leave, number, "--because", "made up").status == Status.DONE
    assert operate("dead-letters", "list").status == Status.DONE
    unknown = operate(*leave, ids[0], "--because", "again")
    assert (unknown.status, "dead-letters list" in unknown.err) == (Status.REFUSED, True)


def test_what_a_policy_has_set_aside_is_decided_on_behind_the_view_it_asks(
    service: Running, operate: Operate
) -> None:
    with running(service.database_url, service.keys.parent, "policies") as reacting:
        caught_up(reacting, poison(service, "member-poisoned", "member-registered"))
    rows = [line.split() for line in operate("dead-letters", "list").out.splitlines()]
    waiting = [row for row in rows if "member-poisoned" in row]
    ids = [number for number, *_ in waiting]
    assert waiting[-1][1] == FOLLOWING, "views come first"
    assert len(waiting) > 1
    of_policy = ids[-1]

    shown = operate("dead-letters", "show", "membership", of_policy)
    assert "membership.members has set it aside" in shown.out
    for tried in (("--dry-run",), ()):
        again = operate(
            "dead-letters", "retry", "membership", "--stream", "member-poisoned", *tried
        )
        assert (again.status, again.out.count("member-poisoned")) == (Status.LEFT, len(ids))

    for number in ids:
        left_out = operate("dead-letters", "discard", "membership", number, "--because", "made up")
        assert left_out.status == Status.DONE
    assert operate("dead-letters", "list").status == Status.DONE


def test_a_view_is_rebuilt_and_its_old_copy_freed(operate: Operate) -> None:
    tried = operate("views", "rebuild", "membership", "letters", "--dry-run")
    assert (tried.status, "identical" in tried.out) == (Status.DONE, True), tried
    assert "dry run" in tried.out
    assert "old copy" not in operate("views", "list").out
    rebuilt = operate("views", "rebuild", "membership", "letters")
    assert (rebuilt.status, "identical" in rebuilt.out) == (Status.DONE, True), rebuilt
    assert "old copy kept" in operate("views", "list").out

    assert operate("views", "drop-old", "membership", "--dry-run").out.count("would drop") == 1
    assert LETTERS in operate("views", "drop-old", "membership").out
    assert "no view has an old copy" in operate("views", "drop-old", "membership").out
    refused = operate("views", "rebuild", "membership", "nothing")
    assert (refused.status, LETTERS in refused.err) == (Status.REFUSED, True)


def test_a_rebuild_that_would_not_be_switched_is_left_with_what_differs(
    service: Running, operate: Operate
) -> None:
    with psycopg.connect(service.database_url) as connection:
        connection.execute(
            "insert into membership_letters.letters values"
            " ('stray', 2026, 1, 'x', 'x', 1, now(), now())"
        )
    rebuild = ("views", "rebuild", "membership", "letters")
    tried = operate(*rebuild, "--dry-run")
    assert (tried.status, "would NOT be switched" in tried.out) == (Status.LEFT, True), tried
    tried = operate(*rebuild, "--dry-run", "--accept-differences")
    assert (tried.status, "would be switched" in tried.out) == (Status.DONE, True), tried
    with psycopg.connect(service.database_url) as connection:
        stray = "delete from membership_letters.letters where organisation_id = 'stray'"
        gone = connection.execute(stray)
        assert gone.rowcount == 1, "the live view is as it was"


def test_a_position_moved_back_makes_nothing_count_twice(
    service: Running, operate: Operate
) -> None:
    reset = ("offsets", "reset", "membership", LETTERS, "--to")
    head = (
        service.service.subscriptions[LETTERS].lag()
        + service.service.subscriptions[LETTERS].progress.position
    )

    dry = operate(*reset, "0", "--dry-run")
    assert (dry.status, "would move" in dry.out) == (Status.DONE, True)
    moved = operate(*reset, "0")
    assert (moved.status, "advisory" in moved.out) == (Status.DONE, True)
    poison(service, "transfer-afterwards")
    assert operate("views", "rebuild", "membership", "letters").status == Status.DONE

    assert operate(*reset, str(head + 1000)).status == Status.REFUSED
    assert operate("offsets", "reset", "membership", "nobody", "--to", "0").status == Status.REFUSED


def test_what_holds_the_log_back_is_told(operate: Operate) -> None:
    horizon = operate("log", "horizon", "--most", "3600")

    assert horizon.status == Status.DONE
    assert "membership" in horizon.out


def test_a_database_that_does_not_answer_is_told_of(
    operate: Operate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMBERSHIP_DATABASE_URL", "postgresql://postgres@/gone?host=/nowhere")

    said = operate("lag")

    assert (said.status, "does not answer" in said.err) == (Status.UNREACHABLE, True)


def test_without_an_environment_it_says_what_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["lag"]) == Status.REFUSED
    assert "MEMBERSHIP_DATABASE_URL" in capsys.readouterr().err
    assert main(["--home", "nowhere", "lag"]) == Status.REFUSED
    assert "make up" in capsys.readouterr().err
