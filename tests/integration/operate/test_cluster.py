"""Topics are made as the file says, and nothing is lost by accident; on a real cluster."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient

from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from deploy.operate.cluster import administering
from deploy.operate.topics import brought_about, present
from deploy.operate.topics_file import Topic
from tests.support.kafka import TestKafka

FILE = """
[topics."{topic}"]
partitions = {partitions}
replication = 1
min_insync_replicas = 1
retention = "{retention}"
cleanup = "delete"
"""


def test_the_cluster_becomes_what_the_file_says(
    kafka: TestKafka, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    topic, file = kafka.unique("operated.v1"), tmp_path / "topics.toml"

    def operate(what: str, *more: str, partitions: int = 2, retention: str = "forever") -> int:
        told = FILE.format(topic=topic, partitions=partitions, retention=retention)
        file.write_text(told, encoding="utf-8")
        at = ("--file", str(file), "--bootstrap", kafka.bootstrap)
        return main(["topics", what, *at, *more])

    assert operate("plan") == Status.LEFT
    assert topic in capsys.readouterr().out
    assert operate("apply") == Status.DONE
    assert operate("plan") == Status.DONE

    assert operate("apply", retention="30d") == Status.REFUSED
    assert "--allow-destructive" in capsys.readouterr().err
    assert operate("plan") == Status.DONE, "nothing was done"
    assert operate("apply", "--allow-destructive", retention="30d") == Status.DONE
    assert operate("plan", retention="30d") == Status.DONE
    assert operate("apply", "--allow-destructive", partitions=4) == Status.DONE
    assert operate("plan", partitions=4) == Status.DONE
    assert operate("apply", "--allow-destructive", partitions=2) == Status.REFUSED


class Late(KafkaAdminClient):  # type: ignore[misc]  # kafka-python has no types
    """Its look at the topics is older than that at their settings, as on a busy cluster."""

    def describe_topics(self, topics: list[str] | None = None) -> list[dict[str, object]]:
        told: list[dict[str, object]] = super().describe_topics(topics)
        gone = {"name": "gone.since.v1", "partitions": told[0]["partitions"]}
        return [*told, gone, {"name": "not.yet.v1", "partitions": []}]


def test_topics_that_come_and_go_meanwhile_disturb_nobody(kafka: TestKafka) -> None:
    topic = kafka.make_topic()
    admin = Late(bootstrap_servers=kafka.bootstrap)
    try:
        assert present(admin)[topic].partitions == 1
        assert not {"gone.since.v1", "not.yet.v1"} & present(admin).keys()
    finally:
        admin.close()


def test_two_may_apply_the_file_at_once(kafka: TestKafka) -> None:
    target = {kafka.unique("twice.v1"): Topic(2, 1, 1, -1, "delete") for _ in range(4)}

    def bring(_: int) -> object:
        with administering(kafka.bootstrap) as admin:
            return brought_about(admin, target)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(bring, range(2)))
    with administering(kafka.bootstrap) as admin:
        assert target.items() <= present(admin).items()


def test_a_cluster_that_asks_nobody_who_he_is_has_nothing_to_grant(
    kafka: TestKafka, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["acls", "plan", "--bootstrap", kafka.bootstrap]) == Status.REFUSED
    assert "authorizer" in capsys.readouterr().err


def test_kafka_that_does_not_answer_is_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "plan", "--bootstrap", "127.0.0.1:1"]) == Status.UNREACHABLE
    assert "does not answer" in capsys.readouterr().err
