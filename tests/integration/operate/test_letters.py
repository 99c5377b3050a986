"""Decisions about what was set aside: what they need, what they tell beforehand, what they ask for."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from msgspec import structs
from sqlalchemy import Engine, text

from deploy.local.home import Home
from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from deploy.operate.dead_letters import run_discard, run_list, run_show
from deploy.services import SERVICES
from services.resources import consumers
from shared.database import open_engine
from tests.support.doing import NAME, Doing, refusing
from tests.support.looking import parked
from tests.support.sample import messages
from tests.support.sources import ListSource

TOLD = messages(("a", 1), ("a", 666), ("b", 2), ("b", 666), ("a", 3), ("a", 777), ("a", 4))
_PARK = (
    "insert into subscription.dead_letters (subscription, source, position, key, type, reason, value)"
    " values (%s, 'membership.v1/0', 1, 'organisation-1', 'unheard', 'unreadable', '{}')"
)


@pytest.mark.parametrize("name", SERVICES)
def test_they_are_listed_while_kafka_does_not_answer(
    name: str,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program = SERVICES[name].program
    told = Home(tmp_path).environment(program, database_url)
    told[f"{program.prefix}KAFKA_BOOTSTRAP"] = "127.0.0.1:1"
    for variable, value in told.items():
        monkeypatch.setenv(variable, value)
    with psycopg.connect(database_url) as connection:
        connection.execute(_PARK, [consumers.NAME])

    mine = name == "resources"
    assert main(["dead-letters", "list", name]) == (Status.LEFT if mine else Status.DONE)
    assert ("organisation-1" in capsys.readouterr().out) == mine
    if mine:
        retry = ["dead-letters", "retry", name]
        assert main(retry) == Status.UNREACHABLE, "to take one, it is read again"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_a_dry_run_of_discard_names_who_waits_behind_and_what_becomes_of_him(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    source, ill = ListSource(TOLD), Doing(refusing(666, 777))
    ill.run(engine, source)
    waiting, healing = parked(engine, NAME), ill.healing(engine, source)
    assert sorted(waiting) == [2, 4, 5, 6, 7]
    letters = {letter.position: letter.id for letter in healing.listed()}

    def tried(position: int) -> tuple[Status, list[list[str]]]:
        """Its status, and the words of each line it prints."""
        status = run_discard([healing], letters[position], because="made up", dry_run=True)
        return status, [line.split() for line in capsys.readouterr().out.splitlines()]

    status, told = tried(2)
    assert status == Status.LEFT, "as the discard itself would end"
    assert [line[3] for line in told if line[1] == NAME] == ["5", "6", "7"]
    [becomes] = [line for line in told if line[0] == NAME]
    assert becomes[:4] == [NAME, "a", "1", "2"]
    assert "777" in becomes

    status, told = tried(4)
    assert status == Status.DONE
    assert "同流没有其他" in told[1]
    assert parked(engine, NAME) == waiting


def test_it_is_told_by_its_sequence_and_where_it_came_last(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a topic that was made anew another stands in its place."""
    ill = Doing(refusing(666))
    ill.run(engine, ListSource(TOLD[:2]))
    with engine.begin() as connection:
        connection.execute(text("update subscription.checkpoints set position = 0"))
    source = ListSource([structs.replace(TOLD[3], position=2)])
    ill.run(engine, source)
    healing = ill.healing(engine, source)

    assert run_list([healing]) == Status.LEFT

    listed = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[3:5] for line in listed if line[1] == NAME] == [["-", "2"], ["2", "4"]]
    for letter, told in zip(healing.listed(), ("no longer where it stood", ", 2\n"), strict=True):
        run_show([healing], letter.id)
        shown = capsys.readouterr().out
        assert told in shown
        assert f"序号 sequence: {letter.sequence}\n" in shown


@pytest.mark.parametrize("blank", ["", " \t"])
def test_a_reason_is_no_blank(blank: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dead-letters", "discard", "membership", "1", "--because", blank])

    assert ended.value.code == Status.USAGE
    assert "--because" in capsys.readouterr().err
