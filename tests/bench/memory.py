"""What each process needs with a million members in the log: its largest resident memory.

Each step runs in a process of its own, which tells its peak when it is done. The reference is the bar.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from services.membership.application import Membership
from services.membership.domain.terms import Standing
from services.membership.outgoing import PUBLICATION
from services.membership.projections.members.project import PROJECTION as REGISTER
from services.membership.views import views_of as own_views
from services.reporting.projections.moment import Moment, Period
from services.reporting.projections.statistics import STATISTICS
from services.reporting.statistics.evidence import Question
from services.reporting.statistics.reading import statistics
from services.reporting.views import views_of
from shared.database import open_engine, open_pool
from shared.event_store.postgres import LogSource, PostgresEventStore
from shared.messaging.embedded import EmbeddedBackbone
from shared.messaging.relay import Relay
from shared.privacy.blind import BlindIndex
from shared.privacy.cached import CachedKeyRing
from shared.privacy.key_encryption import KEY_BYTES, KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.privacy.sealing import Sealer
from shared.signals import Signals
from shared.subscription import views
from tests.bench import city
from tests.bench.folding import OTHER_SHAPE
from tests.bench.report import Result
from tests.support.postgres import TestServer

MEMBERS = 1_000_000
BAR_MB = 300.0
_ROOT = Path(__file__).parents[2]
_MINUTES = 5
_ASKED = 1_000
_RELAY = "bench.relay"
_KEY = bytes(KEY_BYTES)


def run(server: TestServer, members: int = MEMBERS) -> list[Result]:
    """Fill a log, then let each process do its work on it."""
    with server.database() as url:
        branches = city.found(url)
        with _engine(url) as engine:
            city.fill_log(url, city.registrations(branches, members, _sealer(engine)))
        return [_result(step, _peak_mb(step, url, members)) for step in STEPS]


def _result(step: str, peak: float) -> Result:
    return Result(
        f"memory-{step}", peak, "MB", "the bar", BAR_MB, peak / BAR_MB,
        f"≤ {BAR_MB:.0f} MB", peak <= BAR_MB, rss_mb=peak,
    )  # fmt: skip


def _peak_mb(step: str, url: str, members: int) -> float:
    program = [sys.executable, "-m", "tests.bench.memory", step, url, str(members)]
    done = subprocess.run(  # noqa: S603 -- ourselves
        program, cwd=_ROOT, capture_output=True, text=True, timeout=_MINUTES * 60, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{step}: {done.stderr}")
    return float(done.stdout)


def desk(url: str, members: int) -> None:
    """The application starts, and decides about a thousand members all over the log."""
    with open_pool(url) as pool:
        membership = Membership(PostgresEventStore(pool))
        asked = [city.member_id(number) for number in range(0, members, max(members // _ASKED, 1))]
        found = membership.members(asked)
        assert all(member.standing is Standing.FULL for member in found.values())


def relay(url: str, members: int) -> None:
    """The relay publishes the whole log to the embedded backbone."""
    with open_pool(url) as pool:
        engine, silent = open_engine(url), Signals(url, ())
        log = LogSource(PostgresEventStore(pool), silent)
        handler = Relay(engine, _RELAY, PUBLICATION, EmbeddedBackbone(pool, silent).publisher())
        position = handler.resume(log.name)
        while batch := log.read(position, 1_000):
            position = handler.handle(log.name, position, batch)
        handler.close()
        engine.dispose()
        assert position > members


def rebuilding(url: str, members: int) -> None:
    """Reporting makes its view from the whole topic."""
    engine = open_engine(url)
    views.ensure_view(engine, STATISTICS)
    with open_pool(url) as pool:
        view = views_of(engine, EmbeddedBackbone(pool, Signals(url, ())))[STATISTICS.name]
        _forget_shape(engine)
        report = view.rebuild().run()
    engine.dispose()
    assert report.switched
    assert report.events > members


def register(url: str, members: int) -> None:
    """Membership makes its register, which opens what is sealed, from the whole log."""
    with open_pool(url) as pool, _engine(url) as engine:
        log = LogSource(PostgresEventStore(pool), Signals(url, ()))
        every = own_views(engine, log, _sealer(engine), BlindIndex(_KEY))
        views.ensure_view(engine, REGISTER)
        _forget_shape(engine)
        report = every[REGISTER.name].rebuild().run()
    assert report.switched
    assert report.events > members


def asking(url: str, members: int) -> None:
    """Reporting answers the district's statistics."""
    engine = open_engine(url)
    asked = Question(city.DISTRICT, Moment(city.DAY), Period(city.DAY, city.DAY))
    answer = statistics(engine, asked, city.NOW)
    engine.dispose()
    assert answer.values["members"] == members


STEPS: dict[str, Callable[[str, int], None]] = {
    "desk": desk,
    "relay": relay,
    "rebuild": rebuilding,
    "register": register,
    "statistics": asking,
}


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _sealer(engine: Engine) -> Sealer:
    encryption = KeyEncryption({"bench": _KEY}, "bench")
    return Sealer(CachedKeyRing(PostgresKeyRing(engine, encryption)))


def _forget_shape(engine: Engine) -> None:
    """As if this release gave the view another shape: all is read anew, and nothing compared."""
    with engine.begin() as connection:
        connection.execute(OTHER_SHAPE)


def _own_peak_mb() -> float:
    """Of this program alone; `getrusage` would tell of the process it was started from as well."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmHWM")


if __name__ == "__main__":
    STEPS[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
    print(round(_own_peak_mb(), 1))
