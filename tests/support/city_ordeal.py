"""What a city of three brokers goes through under load: one dies, another's leader, then Kafka as a whole."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Self

from kafka.admin import KafkaAdminClient

from deploy.local.city import LocalCity
from deploy.local.kafka import LocalKafka
from shared.contracts.membership import TOPIC
from tests.support.city_load import COMMANDS, Load

FIRST = 1


@dataclass(frozen=True)
class Ordeal:
    """When it happens, counted in rounds of the load: officers who are held up put it off.

    Attributes:
        first: a broker dies.
        second: it is back, and the leader of another's partition dies.
        dark: those that are left die too.
        light: all come back.
        end: the load ends.
        patience: seconds from one to the next, at most.
    """

    first: int
    second: int
    dark: int
    light: int
    end: int
    patience: float = 60

    @classmethod
    def after(cls, seconds: Iterable[float], rate: float, patience: float) -> Self:
        """When so many seconds of a load at that rate are over, one for each step."""
        first, second, dark, light, end = (round(each * rate) for each in seconds)
        return cls(first, second, dark, light, end, patience)


@dataclass(frozen=True)
class Suffered:
    """What the officers noticed of it.

    Attributes:
        seconds: for how long they worked.
        in_the_dark: commands a second that were accepted while there was no Kafka.
    """

    seconds: float
    in_the_dark: float


def suffered(
    city: LocalCity, kafka: LocalKafka, load: Load, ordeal: Ordeal, too: Collection[str] = ()
) -> Suffered:
    """Go through it; the processes ``too`` die with the last broker and come back with the first."""
    load.reached(ordeal.first, ordeal.patience)
    kafka.kill(FIRST)
    load.reached(ordeal.second, ordeal.patience)
    kafka.restart(FIRST)
    kafka.wait()
    kafka.kill(leader_beside(FIRST, kafka))
    load.reached(ordeal.dark, ordeal.patience)
    for number in kafka.running():
        kafka.kill(number)
    dark, before = perf_counter(), load.accepted
    for name in too:
        city.kill(name)
    load.reached(max(ordeal.light, before + ordeal.light - ordeal.dark), ordeal.patience)
    without = (load.accepted - before) * COMMANDS / (perf_counter() - dark)
    for number in kafka.brokers:
        kafka.restart(number)
    kafka.wait()
    for name in too:
        city.launch(name)
    load.reached(ordeal.end, ordeal.patience)
    load.finish()
    return Suffered(perf_counter() - load.began, without)


def leader_beside(number: int, kafka: LocalKafka) -> int:
    """A broker other than that one, which leads a part of membership's topic."""
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        [told] = admin.describe_topics([TOPIC])
        leaders = {int(part["leader_id"]) for part in told["partitions"]}
        return min(leaders - {number})
    finally:
        admin.close()
