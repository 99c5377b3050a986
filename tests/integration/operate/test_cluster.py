"""Topics are made as the file says, and nothing is lost by accident; on a real cluster."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import RequestTimedOutError

from deploy.operate.__main__ import main
from deploy.operate.answers import Refused, Status, Unreachable
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


def test_a_topic_is_deleted_by_who_means_it(
    kafka: TestKafka, capsys: pytest.CaptureFixture[str]
) -> None:
    topic, other = kafka.make_topic(partitions=2), kafka.make_topic()
    with closing(KafkaProducer(bootstrap_servers=kafka.bootstrap)) as producer:
        for part in (0, 0, 1):
            producer.send(topic, b"said", partition=part).get(10)

    def delete(*words: str) -> tuple[int, str]:
        status = main(["topics", "delete", *words, "--bootstrap", kafka.bootstrap])
        return status, "".join(capsys.readouterr())

    def there() -> set[str]:
        with administering(kafka.bootstrap) as admin:
            return {topic, other} & present(admin).keys()

    for words, status in ((("--dry-run",), Status.DONE), ((), Status.REFUSED)):
        said = delete(topic, *words)
        assert (said[0], "2 分区 partitions, 3 消息 messages" in said[1]) == (status, True)
    assert "--allow-destructive" in said[1]
    assert there() == {topic, other}, "nothing was done"

    assert delete(topic, "--allow-destructive")[0] == Status.DONE
    assert there() == {other}
    for unknown in (topic, "__consumer_offsets"):
        refused = delete(unknown, "--allow-destructive")
        assert (refused[0], unknown in refused[1]) == (Status.REFUSED, True)


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


def told_of(*topics: str, **fields: object) -> str:
    """A file of these topics, the last with ``fields`` of its own."""
    told = [FILE.format(topic=name, partitions=1, retention="forever") for name in topics]
    for name, value in fields.items():
        told[-1] = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", told[-1])
    return "".join(told)


def test_nothing_is_done_where_kafka_refuses_one_of_the_topics(
    kafka: TestKafka, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fine, broad, file = kafka.unique("a.v1"), kafka.unique("b.v1"), tmp_path / "topics.toml"
    file.write_text(told_of(fine, broad, replication=3), encoding="utf-8")

    apply = ["topics", "apply", "--file", str(file), "--bootstrap", kafka.bootstrap]
    assert main(apply) == Status.REFUSED

    told = capsys.readouterr().err
    assert "nothing was done (未执行): Kafka refuses it: " in told
    assert f"{broad}: Unable to replicate" in told
    with administering(kafka.bootstrap) as admin:
        assert not {fine, broad} & present(admin).keys()


def test_what_fails_midway_says_what_was_done(
    kafka: TestKafka, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kafka takes each of the two, but not both: their figures would have one name."""
    dotted, file = kafka.unique("one.v1"), tmp_path / "topics.toml"
    alike = dotted.replace(".", "_")
    file.write_text(told_of(dotted, alike), encoding="utf-8")

    apply = ["topics", "apply", "--file", str(file), "--bootstrap", kafka.bootstrap]
    assert main(apply) == Status.REFUSED

    told = capsys.readouterr().err
    assert f"done (已完成): {dotted}; Kafka refuses it: " in told
    assert f"{alike}: Topic '{alike}' collides" in told
    with administering(kafka.bootstrap) as admin:
        assert {dotted, alike} & present(admin).keys() == {dotted}


class Behind(KafkaAdminClient):  # type: ignore[misc]  # kafka-python has no types
    """Somebody deletes each topic as soon as it has been looked at."""

    def describe_configs(self, *asked: object, **how: object) -> dict[str, object]:
        told: dict[str, object] = super().describe_configs(*asked, **how)
        self.delete_topics([self.doomed])
        while self.doomed in self.list_topics():
            pass
        return told


def test_settings_that_kafka_does_not_take_are_no_silent_success(kafka: TestKafka) -> None:
    topic, admin = kafka.make_topic(), Behind(bootstrap_servers=kafka.bootstrap)
    admin.doomed = topic
    try:
        with pytest.raises(Refused, match=f"nothing was done .*refuses it: {topic}: .*Unknown"):
            brought_about(admin, {topic: Topic(1, 1, 1, -1, "compact")}, allow_destructive=True)
    finally:
        admin.close()


class Silent(KafkaAdminClient):  # type: ignore[misc]  # kafka-python has no types
    """Kafka makes the second topic, and its answer never comes."""

    def create_topics(
        self, new: list[NewTopic], *asked: object, **how: object
    ) -> dict[str, object]:
        told: dict[str, object] = super().create_topics(new, *asked, **how)
        if new[0].name == self.unheard and "validate_only" not in how:
            raise RequestTimedOutError
        return told


def test_what_was_asked_and_never_answered_is_not_called_undone(kafka: TestKafka) -> None:
    first, second = kafka.unique("a.v1"), kafka.unique("b.v1")
    admin = Silent(bootstrap_servers=kafka.bootstrap)
    admin.unheard = second
    topic = Topic(1, 1, 1, -1, "delete")
    try:
        with pytest.raises(
            Unreachable, match=rf"^done .*{first}; asked, and not answered .*{second}; look"
        ):
            brought_about(admin, {first: topic, second: topic})
    finally:
        admin.close()
