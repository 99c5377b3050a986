"""City-wide on this machine: what make's up, status, down, clean-up (here: clean), kafka-up and kafka-down do.

Every service and role is a process of its own; Apache Kafka runs in Docker where an engine answers, else
on the local JVM; PostgreSQL comes from a wheel. What is started is known by one folder and ends with ``down``.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from shared.collector import resting

with resting():
    from deploy.local.alone import Running, alone_in
    from deploy.local.city import LocalCity
    from deploy.local.home import Home
    from deploy.local.kafka import LocalKafka
    from deploy.local.kafka_in_docker import KafkaInDocker
    from deploy.local.kafka_jars import NoKafka
    from deploy.local.kafka_probe import brokers_known
    from deploy.local.part import Health, NotReady, NotUp
    from deploy.local.postgres import LocalPostgres
    from deploy.local.processes import end_when_asked, interrupted_saying, uninterrupted
    from deploy.local.prometheus_program import NoPrometheus
    from deploy.local.upkeep import Upkeep
    from deploy.operate.answers import Status
    from deploy.operate.topics import shown_topic
    from deploy.operate.topics_file import read
    from deploy.services import SERVICES, STANDING_BY
    from deploy.token import BRANCH
    from shared import logging
    from shared.access.demo import demo_tokens, printed
    from shared.access.key_file import ensure_key_file, local_signing_key
    from shared.clock import utc_now

HOME = Path("var/city")
_STOPPING, _STAYS = "stopping what was started …", "what ran before stays up (保持运行)"
_STAND_BYS = {f"{name}.{role}": 2 for name in SERVICES for role in STANDING_BY}


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked; answers the exit status."""
    given = _parsed(arguments)
    try:
        if given.what in _LOOKS:
            return _LOOKS[given.what](_city(given))
        said = f"another of make up, down, clean-up is at work in {given.home}: wait until it ends"
        with alone_in(given.home, said):
            return _changed(given)
    except (NoKafka, NoPrometheus, NotUp, Running) as error:
        print(f"{given.what}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        told = (
            "interrupted (已中断): `make status` shows what runs; said again, it goes on from there"
        )
        print(f"{given.what}: {told}", file=sys.stderr)
        return Status.INTERRUPTED


def _changed(given: Namespace) -> int:
    if given.what in {"up", "down", "clean"}:
        Upkeep(_city(given)).pause()  # before anybody reads what runs
    return _CHANGES[given.what](_city(given))


def _parsed(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m deploy.city", description=__doc__)
    parser.add_argument("what", choices=sorted({*_LOOKS, *_CHANGES}))
    parser.add_argument("--home", type=Path, default=HOME, help="where everything is kept")
    parser.add_argument(
        "--service", action="append", choices=SERVICES, help="these only, in a new folder"
    )
    parser.add_argument("--brokers", type=int, choices=(1, 3), default=3, help="of a new folder")
    parser.add_argument(
        "--jvm", action="store_true", help="Kafka on the JVM, though Docker answers"
    )
    return parser.parse_args(arguments)


def _city(given: Namespace) -> LocalCity:
    services = given.service or tuple(SERVICES)
    return city_at(given.home, brokers=given.brokers, jvm=given.jvm, services=services)


def city_at(
    folder: Path,
    *,
    brokers: int = 3,
    jvm: bool = False,
    services: Collection[str] = tuple(SERVICES),
    replicas: Mapping[str, int] = _STAND_BYS,
) -> LocalCity:
    """The city in that folder, running or not; all but the folder is for a new one.

    Where its messages are, there they stay: databases that have told another Kafka would not tell this one.
    """
    home = Home(folder)
    in_docker, on_the_jvm = KafkaInDocker(home.kafka), LocalKafka(home.kafka, brokers=brokers)
    docker = in_docker.begun or not (jvm or on_the_jvm.begun or not KafkaInDocker.possible())
    kafka = in_docker if docker else on_the_jvm
    return LocalCity(home, kafka, replicas=replicas, services=services)


def _up(city: LocalCity) -> int:
    upkeep = Upkeep(city)
    unready = _started(city, upkeep)
    _status(city)
    if not upkeep.prometheus.alive:
        print("\nNo Prometheus: install the package prometheus, and `make up` starts it too.")
    print(f"\nTopics (deploy/kafka/topics.toml{_scale(city)}):")
    for name, topic in city.topics.items():
        print(f"  {name:<24} {shown_topic(topic)}")
    key = local_signing_key(ensure_key_file(city.home.token_keys))
    tokens = printed(demo_tokens(BRANCH, key, utc_now()))
    print(f"\nTokens (send as `Authorization: Bearer …`):\n{tokens}")
    print(f"\nLogs are in {city.home.logs}. `make down` stops everything.")
    if unready:
        print(f"\nup: everything runs, but not all of it is ready:\n{unready}", file=sys.stderr)
        at = f".venv/bin/python -m deploy.operate --home {city.home.folder}"
        told = f"Mend, or wait for, what it names (`{at} --help`, `make status`), then `make up` again."
        print(told, file=sys.stderr)
    return int(bool(unready))


def _started(city: LocalCity, upkeep: Upkeep) -> str:
    """Start what does not run; answers who is not ready. Whatever fails, a city that ran before stays up."""
    ran = any(part.alive for part in city.parts)
    with interrupted_saying(f"Interrupted (已中断): {_STAYS if ran else _STOPPING}"):
        try:
            print("Starting Kafka, PostgreSQL and every service …", flush=True)
            city.begin()
            unready = _unready(city)
            upkeep.start()
        except BaseException:
            with uninterrupted():
                if ran:
                    upkeep.resume()
                    print(f"up: {_STAYS}", file=sys.stderr)
                else:
                    upkeep.stop()
                    city.stop()
            raise
    return unready


def _unready(city: LocalCity) -> str:
    """Who is not ready although he answers: he stays up with all others, for only so can he be mended."""
    try:
        city.wait()
    except NotReady as error:
        return str(error)
    return ""


def _down(city: LocalCity) -> int:
    Upkeep(city).stop()
    for name in city.stop():
        print(f"{name} did not end when asked and was killed, see {city.home.logs}")
    print("Stopped. The data stays: `make up` goes on with it.")
    return 0


def _status(city: LocalCity) -> int:
    """Print how everything fares; the exit status is 0 when all of it is well."""
    upkeep = Upkeep(city)
    lines = list(_fares(city, upkeep))
    fallen = upkeep.fallen if upkeep.watching else {}
    for name, address, health in lines:
        note = f"; {fallen[name].told()}" if name in fallen else ""
        print(f"  {name:<24} {address:<28} {health.told}{note}")
    return int(not city.parts or not all(health.well for *_, health in lines))


def _fares(city: LocalCity, upkeep: Upkeep) -> Iterator[tuple[str, str, Health]]:
    """The name, the address and the health of everything that is to run."""
    for part in city.parts:
        yield part.name, part.address, part.health()
    running = city.kafka.running()
    for number, at in zip(city.kafka.brokers, city.kafka.bootstrap.split(","), strict=True):
        yield f"kafka-{number}", at, _answers(at) if number in running else _RUNS[False]
    yield "postgres", "", _RUNS[LocalPostgres.runs(city.home.postgres)]
    if upkeep.prometheus.known:
        yield "prometheus", upkeep.prometheus.address, _RUNS[upkeep.prometheus.alive]
    yield "watcher", "", _RUNS[upkeep.watching]


def _answers(broker: str) -> Health:
    """Of one whose process runs: until it answers it starts, or recovers its log, which may take minutes."""
    port = int(broker.rpartition(":")[2])
    return _RUNS[True] if brokers_known(port) else Health(well=False, told="starting")


def _scale(city: LocalCity) -> str:
    """Said where the cluster is smaller than the city's."""
    few = city.topics != read()
    return f", scaled to {len(city.kafka.brokers)} of its brokers" if few else ""


def _clean(city: LocalCity) -> int:
    Upkeep(city).stop()
    city.clean()
    print("Stopped, and the data is gone: `make up` begins anew.")
    return 0


def _kafka_up(city: LocalCity) -> int:
    ran = city.kafka.running()
    with interrupted_saying(f"Interrupted (已中断): {_STAYS if ran else _STOPPING}"):
        try:
            city.kafka.start()
        except (KeyboardInterrupt, SystemExit):
            if not ran:
                with uninterrupted():
                    city.kafka.stop()
            raise
    print(f"Kafka answers at {city.kafka.bootstrap}")
    return 0


def _kafka_down(city: LocalCity) -> int:
    if Upkeep(city).watching:
        raise NotUp("the platform runs on it, and would start it again: `make down` ends both")
    city.kafka.stop()
    print("Kafka is stopped.")
    return 0


def _watch(city: LocalCity) -> int:
    """What `up` leaves behind: it starts again what ends by itself, until `down`."""
    logging.configure("INFO", sys.stderr)
    Upkeep(city).watch()
    return 0


_RUNS = {True: Health(well=True, told="running"), False: Health(well=False, told="ended")}
_LOOKS: Mapping[str, Callable[[LocalCity], int]] = {"status": _status, "watch": _watch}
_CHANGES: Mapping[str, Callable[[LocalCity], int]] = {
    "up": _up,
    "down": _down,
    "clean": _clean,
    "kafka-up": _kafka_up,
    "kafka-down": _kafka_down,
}
"""One at a time: two who start or stop processes leave some that nobody knows of."""

if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
