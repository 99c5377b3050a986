"""Fixtures that every suite may use."""

import atexit
import gc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from shared.collector import resting
from tests.support.kafka import NO_KAFKA, TestKafka, found
from tests.support.postgres import TestServer

FINDING, SOAK = "finding", "soak"

# No test says how long something may take: not even the machine's busiest hour fails one.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


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
