"""SIGKILL of the process that rebuilds: the live view goes on serving, a second rebuild works."""

import pytest
from sqlalchemy import text

from shared.subscription.locks import Lock, holding
from shared.subscription.views import schema_of
from tests.integration.kill.journey import Journey
from tests.support.looking import ledger
from tests.support.sample import Sample
from tests.support.supervisor import KILLED, Supervisor

STEPS = [
    ("statement", 1),
    ("statement", 8),
    ("progress", 1),
    ("progress", 3),
    ("create index", 1),
    ("update subscription.checkpoints", 2),
    ("except all", 1),
    ("except all", 2),
    ("rename to", 1),
    ("rename to", 2),
]


@pytest.mark.parametrize(("step", "times"), STEPS)
def test_a_rebuild_killed_at_any_step_leaves_the_live_view_serving(
    journey: Journey, supervisor: Supervisor, step: str, times: int
) -> None:
    with journey.engine.begin() as connection:  # a rebuilt copy has no such column: compare without
        connection.execute(text("alter table sample.ledger drop column arrival"))
    journey.append(45)
    for role in ("relay", "projector"):
        assert supervisor.run(role, journey.url) == 0

    assert supervisor.run("rebuild", journey.url, step, times) == KILLED

    assert set(ledger(journey.engine)) == journey.expected()
    journey.append(3)
    for role in ("relay", "projector"):
        assert supervisor.run(role, journey.url) == 0
    assert set(ledger(journey.engine)) == journey.expected()

    with holding(journey.engine, Sample().name, Lock.REBUILDING):
        pass  # the server has noticed that the dead one's session is gone
    assert supervisor.run("rebuild", journey.url) == 0
    assert set(ledger(journey.engine)) == journey.expected()
    assert _copies(journey) == {"sample", "sample_old"}


def _copies(journey: Journey) -> set[str]:
    with journey.engine.connect() as connection:
        asked = text("select nspname from pg_namespace where nspname like :name")
        name = f"{schema_of(Sample())}%"
        return set(connection.execute(asked, {"name": name}).scalars())
