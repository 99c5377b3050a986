"""The benches themselves, at sizes that prove nothing but that they still run."""

import json
import os
from pathlib import Path

import pytest

from tests.bench import bookings, commands, folding, memory, processors, report, writers
from tests.bench.kafka.broker import or_skipped
from tests.bench.report import Result, in_turn, percentiles
from tests.bench.writers import rate
from tests.support.postgres import TestServer

FIELDS = {
    "name",
    "measured",
    "unit",
    "reference",
    "reference_measured",
    "ratio",
    "bar",
    "holds",
    "percentiles",
    "rss_mb",
    "cpu_ms",
}


def test_a_result_is_published_as_one_line_and_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "OUT", tmp_path)

    Result(
        "some-bench", 50.0, "events/s", "the reference", 100.0, 0.5, "ratio ≥ 0.4", True
    ).publish()

    (line,) = capsys.readouterr().out.splitlines()
    assert "some-bench" in line
    assert "holds" in line
    told = json.loads((tmp_path / "some-bench.json").read_text(encoding="utf-8"))
    assert set(told) == FIELDS
    assert told["ratio"] == 0.5


def test_contestants_run_in_turn_and_medians_count() -> None:
    order: list[str] = []
    figures = iter([1.0, 10.0, 3.0, 30.0, 2.0, 20.0])

    def contestant(name: str) -> float:
        order.append(name)
        return next(figures)

    medians = in_turn(3, lambda: contestant("ours"), lambda: contestant("theirs"))

    assert order == ["ours", "theirs"] * 3
    assert medians == [2.0, 20.0]


def test_percentiles_of_a_hundred_samples() -> None:
    assert percentiles([float(n) for n in range(101)]) == {"p50": 50.0, "p90": 90.0, "p99": 99.0}


def test_each_processor_is_looked_at_and_none_is_kept_to() -> None:
    allowed = os.sched_getaffinity(0)

    found = processors.milliseconds()

    assert found.keys() == allowed
    assert all(ms > 0 for ms in found.values())
    assert os.sched_getaffinity(0) == allowed


def test_a_writer_that_fails_fails_the_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "SECONDS", 5.0)

    def fail(_: int) -> None:
        raise ArithmeticError("no such act")

    with pytest.raises(ArithmeticError, match="no such act"):
        rate([lambda _: None, fail], 3)


def test_the_commands_bench_runs(postgres: TestServer) -> None:
    found = {result.name for result in commands.run(postgres, rounds=1, members=100)}
    assert found == {"commands-8-writers", "commands-vs-eventsourcing", "commands-32-writers"}


def test_the_folding_bench_runs(postgres: TestServer) -> None:
    found = {result.name for result in folding.run(postgres, rounds=1, members=60, replayed=30)}
    assert found == {"fold-events", "fold-vs-eventsourcing"}


def test_the_memory_bench_runs(postgres: TestServer) -> None:
    found = memory.run(postgres, members=50)
    assert [result.name for result in found] == [f"memory-{step}" for step in memory.STEPS]
    assert all(10 < result.measured < 300 for result in found)


def test_the_bookings_bench_runs(postgres: TestServer) -> None:
    found = {result.name for result in bookings.run(postgres, halls=8, bookings=30, wanted=24)}
    assert found == {"availability-p95", "bookings", "bookings-over-http"}


def test_a_bench_without_kafka_is_left_out_aloud(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("PATH", "JAVA_HOME"):
        monkeypatch.setenv(name, "")

    assert or_skipped("kafka-relay", lambda: pytest.fail("there is no Kafka")) == []

    assert "NO KAFKA FOR THE BENCH kafka-relay" in capsys.readouterr().out
