"""Decisions about what was set aside: what they need, what they tell beforehand, what they ask for."""

from pathlib import Path

import psycopg
import pytest

from deploy.local.home import Home
from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from deploy.services import SERVICES
from services.resources import consumers

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
