"""Fixtures that every suite may use."""

from collections.abc import Iterator

import pytest

from tests.support.kafka import NO_KAFKA, TestKafka, found
from tests.support.postgres import TestServer


@pytest.fixture(scope="session")
def postgres() -> Iterator[TestServer]:
    server = TestServer()
    yield server
    server.stop()


@pytest.fixture
def database_url(postgres: TestServer) -> Iterator[str]:
    """A fresh database with every mechanism's schema."""
    url = postgres.make_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="session")
def kafka() -> TestKafka:
    """The Kafka of this test run, started when the first test asks for it."""
    return found()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A run without Kafka must not look like a whole one."""
    skipped = terminalreporter.stats.get("skipped", [])
    without = [str(report.longrepr) for report in skipped if NO_KAFKA in str(report.longrepr)]
    if without:
        terminalreporter.section(f"{len(without)} tests did not run", red=True)
        terminalreporter.line(without[0], red=True)
