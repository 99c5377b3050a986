"""Fixtures that every suite may use."""

import atexit
import gc
import signal
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from schemathesis.pytest.plugin import SchemathesisFunction
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from shared.collector import resting
from tests.support.closing_selector import close_what_is_left
from tests.support.kafka import NO_KAFKA, TestKafka, found
from tests.support.postgres import TestServer

FINDING, SOAK = "finding", "soak"
SYSTEM = "tests/system"

# No test says how long something may take: not even the machine's busiest hour fails one.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

close_what_is_left()

# A shell that starts a run in the background has it ignore SIGINT, and so would every program that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgres() -> Iterator[TestServer]:
    server = TestServer()
    yield server
    server.stop()


@pytest.fixture
def database_url(postgres: TestServer) -> Iterator[str]:
    """A fresh database with every mechanism's schema."""
    with postgres.database() as url:
        yield url


@pytest.fixture(scope="session")
def kafka() -> TestKafka:
    """The Kafka of this test run, started when the first test asks for it."""
    return found()


@pytest.fixture
def finding(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Says in a line what a test has found out; a soak run lists them all at its end."""
    return lambda text: record_property(FINDING, text)


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types
    """A file's tests in one process, so that what they share is there once; those of whole systems after one another."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return SYSTEM if file.startswith(SYSTEM) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    return ByFile(config, log)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Each operation of a document has a name of its own: schemathesis tells it where pytest 9.2 does not look."""
    if isinstance(item, SchemathesisFunction):
        item._id = item.id.with_params(item.operation_label)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first: at the end there are small files to share."""
    items.sort(key=lambda item: not item.nodeid.startswith(SYSTEM))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays until the end: the collector of garbage need not look through it ever again."""
    with resting():
        yield
        gc.freeze()
        atexit.register(gc.unfreeze)  # else Python complains at its end of what still runs


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was found out; and a run without Kafka must not look like a whole one."""
    _list_findings(terminalreporter)
    skipped = terminalreporter.stats.get("skipped", [])
    without = [str(report.longrepr) for report in skipped if NO_KAFKA in str(report.longrepr)]
    if without:
        terminalreporter.section(f"{len(without)} tests did not run", red=True)
        terminalreporter.line(without[0], red=True)


def _list_findings(terminalreporter: pytest.TerminalReporter) -> None:
    """Only of a soak run: a short form finds what it always finds."""
    if terminalreporter.config.getoption("markexpr") != SOAK:
        return
    passed = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    found = [
        (report.nodeid, text)
        for report in passed
        if report.when == "call"
        for name, text in report.user_properties
        if name == FINDING
    ]
    if found:
        terminalreporter.section("findings")
    for nodeid, text in found:
        terminalreporter.line(f"{nodeid.partition('::')[2]}:\n    {text}")
