"""From commit to the changed statistic being readable, as `tests.bench.latency`, but through Kafka.

One broker, the topics as they are deployed, and each service and role a process of its own, as in a city.
The commands are carried out in this process: theirs is the same log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.demo.officers import Officers
from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from tests.bench import latency
from tests.bench.district import District
from tests.bench.latency import Bars
from tests.bench.report import Result

BARS = Bars("kafka-latency", 30.0, 100.0)
SECONDS = 20.0
MEMBERS = 1_000
_SERVICES = ("membership", "reporting")


def run(seconds: float = SECONDS, people: int = MEMBERS) -> list[Result]:
    """Measure on a city and a broker of its own."""
    with _running() as district:
        return latency.measured(district, BARS, seconds, people)


@contextmanager
def _running() -> Iterator[District]:
    with TemporaryDirectory(prefix="bench-city-") as name:
        home = Home(Path(name) / "home")
        kafka = LocalKafka(home.kafka, heap="512m")
        with LocalCity(home, kafka, services=_SERVICES) as city:

            def database_url(service: str) -> str:
                return city.environment(service)[f"{service.upper()}_DATABASE_URL"]

            officers = Officers(city.addresses, home.token_keys)
            yield District(officers, Path(name), database_url).establish()
