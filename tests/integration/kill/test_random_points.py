"""SIGKILL at random points, two relays and two projectors at once, while events keep coming."""

import random  # noqa: TID251 -- seeded: the same points in every run

from tests.integration.kill.journey import Journey
from tests.support.supervisor import KILLED, Supervisor

KILLS = 50


def test_two_of_each_killed_at_fifty_random_points_lose_and_double_nothing(
    journey: Journey, supervisor: Supervisor
) -> None:
    draw = random.Random(2026)
    ends: list[int] = []
    while ends.count(KILLED) < KILLS:
        assert len(ends) < KILLS * 4, "they hardly ever die: the points are too far away"
        journey.append(10)
        victims = [
            supervisor.start(role, journey.url, "any", draw.randint(1, 30))
            for role in ("relay", "relay", "projector", "projector")
        ]
        ends += [supervisor.wait(victim) for victim in victims]

    assert set(ends) <= {0, KILLED}
    for role in ("relay", "projector"):
        assert supervisor.run(role, journey.url) == 0
    assert journey.arrived_whole()


def test_two_of_each_at_once_share_the_work_and_double_nothing(
    journey: Journey, supervisor: Supervisor
) -> None:
    journey.append(60)
    victims = [supervisor.start(role, journey.url) for role in ("relay", "relay")]
    victims += [supervisor.start("projector", journey.url) for _ in range(2)]
    assert [supervisor.wait(victim) for victim in victims] == [0, 0, 0, 0]
    assert supervisor.run("projector", journey.url) == 0
    assert journey.arrived_whole()
