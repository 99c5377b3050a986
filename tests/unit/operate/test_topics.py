"""What the file of topics says, and what would change: harm is named, and refused unless it is meant."""

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from deploy.operate.answers import Refused, Status
from deploy.operate.toml_file import TOPICS, BadFile
from deploy.operate.topics import plan, refuse_harm, shown
from deploy.operate.topics_file import Topic, read, scaled, wanted
from deploy.operate.where import Where
from deploy.services import SERVICES

NOW = Topic(12, 3, 2, -1, "delete")
LINES = """
[defaults]
partitions = 12
replication = 3
min_insync_replicas = 2
retention = "forever"
cleanup = "delete"
[topics."sample.v1"]
"""


def harms(wished: Topic, there: Topic = NOW) -> list[str]:
    changes, _ = plan({"sample.v1": wished}, {"sample.v1": there})
    return [change.harm for change in changes]


def test_the_file_names_every_topic_a_service_publishes_to() -> None:
    told = read()

    published = {topic for service in SERVICES.values() for topic in service.topics}
    assert published <= told.keys()
    assert all(told[name].retention_ms == -1 for name in published), "views are rebuilt from them"
    assert all(told[name].cleanup == "delete" for name in published)


def test_a_topic_may_differ_from_the_defaults() -> None:
    told = wanted(LINES + 'retention = "30d"\n')

    assert told == {"sample.v1": replace(NOW, retention_ms=30 * 86_400_000)}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("partitions = 0", "sample.v1: partitions"),
        ('partitions = "12"', "sample.v1: partitions"),
        ('retention = "a while"', "sample.v1: retention"),
        ('cleanup = "none"', "sample.v1: cleanup must be delete or compact"),
        ("cleanup = []", "sample.v1: cleanup must be delete or compact"),
        ("partitions = true", "sample.v1: partitions must be a whole number from 1 to 10000"),
        ("partitions = 99999999999", "sample.v1: partitions must be"),
        (f"partitions = {'9' * 5000}", "not TOML"),
        ("replication = 3.0", "sample.v1: replication must be"),
        ("min_insync_replicas = false", "sample.v1: min_insync_replicas must be"),
        ("retention = 30", "sample.v1: retention must be"),
        (f'retention = "{"9" * 5000}d"', "sample.v1: retention must be"),
        ('retention = "1000000d"', "sample.v1: retention must be"),
        ("min_insync_replicas = 4", "min_insync_replicas must not exceed"),
        ("parts = 3", "sample.v1: parts"),
        ("[topic]", "topic: write"),
        ("=", "not TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_its_place(
    tmp_path: Path, line: str, names: str
) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(f"{LINES}{line}\n", encoding="utf-8")

    with pytest.raises(BadFile, match=names) as refused:
        read(file)
    assert str(refused.value).startswith(f"{file}: ")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("topics = 3", "topics must be a table"),
        ("defaults = 3", "defaults must be a table"),
        ("topics.'sample.v1' = true", "sample.v1 must be a table"),
        ("topics = []", "topics must be a table"),
    ],
)
def test_what_is_no_table_is_named(text: str, names: str) -> None:
    with pytest.raises(BadFile, match=names):
        wanted(text)


def test_nothing_changes_where_all_is_as_it_is_to_be() -> None:
    assert plan({"sample.v1": NOW}, {"sample.v1": NOW, "__consumer_offsets": NOW}) == ([], [])


def test_a_missing_topic_is_made_and_a_foreign_one_left_alone() -> None:
    [change], foreign = plan({"sample.v1": NOW}, {"other": NOW})

    assert (change.topic, change.harm, foreign) == ("sample.v1", "", ["other"])
    assert "retention_ms forever" in change.what
    assert "other" in shown([change], foreign)


@pytest.mark.parametrize(
    "wished",
    [
        replace(NOW, partitions=24),
        replace(NOW, min_insync_replicas=1),
        replace(NOW, retention_ms=86_400_000),
        replace(NOW, cleanup="compact"),
    ],
)
def test_what_does_harm_is_refused_unless_it_is_meant(wished: Topic) -> None:
    changes, _ = plan({"sample.v1": wished}, {"sample.v1": NOW})

    with pytest.raises(Refused, match="--allow-destructive") as refused:
        refuse_harm(changes, allowed=False)
    assert refused.value.status is Status.REFUSED
    refuse_harm(changes, allowed=True)


def test_what_was_compacted_is_not_deleted_by_its_age_unasked() -> None:
    compacted = replace(NOW, cleanup="compact", retention_ms=86_400_000)

    assert harms(replace(compacted, cleanup="delete"), compacted) != [""]


@pytest.mark.parametrize("wished", [replace(NOW, partitions=6), replace(NOW, replication=2)])
def test_what_cannot_be_done_is_refused_even_when_it_is_meant(wished: Topic) -> None:
    changes, _ = plan({"sample.v1": wished}, {"sample.v1": NOW})

    with pytest.raises(Refused, match="cannot be done"):
        refuse_harm(changes, allowed=True)


def test_what_does_no_harm_is_simply_done() -> None:
    lax = Topic(12, 3, 1, 86_400_000, "compact")

    assert harms(NOW, lax) == ["", "", ""]


@pytest.mark.parametrize(
    ("brokers", "becomes"),
    [
        (1, Topic(4, 1, 1, -1, "delete")),
        (2, Topic(8, 2, 1, -1, "delete")),
        (3, NOW),
        (5, NOW),
    ],
)
def test_fewer_brokers_hold_fewer_copies_and_parts(brokers: int, becomes: Topic) -> None:
    assert scaled({"sample.v1": NOW}, brokers) == {"sample.v1": becomes}


def test_a_run_on_this_machine_is_compared_as_it_was_made(tmp_path: Path) -> None:
    where = Where(tmp_path)
    vars(where)["_city"] = LocalCity(Home(tmp_path), LocalKafka(tmp_path / "kafka", brokers=1))

    assert where.wanted(TOPICS)["membership.v1"] == Topic(4, 1, 1, -1, "delete")
    assert Where(None).wanted(TOPICS) == read()
