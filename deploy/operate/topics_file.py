"""The file of topics: what each is to be, in the city or on fewer brokers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.operate.toml_file import TOPICS, BadFile, Table, table, tables, taken

FOREVER = -1
DAY_MS = 86_400_000
_MOST = 10_000
"""Kafka makes no more partitions of a topic at once; of anything else a topic has far fewer."""
_NEEDED = frozenset({"partitions", "replication", "min_insync_replicas", "retention", "cleanup"})
_CLEANUPS = ("delete", "compact")


@dataclass(frozen=True)
class Topic:
    """What a topic is, or is to be.

    Attributes:
        partitions: its ordered parts.
        replication: how many brokers hold each.
        min_insync_replicas: how many must have a message before it is confirmed.
        retention_ms: how long messages are kept; -1 for ever.
        cleanup: `delete`, or `compact`, which keeps the newest message of each key.
    """

    partitions: int
    replication: int
    min_insync_replicas: int
    retention_ms: int
    cleanup: str

    @property
    def configuration(self) -> Mapping[str, str]:
        """In Kafka's words, without what is fixed when it is made."""
        return {
            "cleanup.policy": self.cleanup,
            "min.insync.replicas": str(self.min_insync_replicas),
            "retention.ms": str(self.retention_ms),
        }


def wanted(text: str) -> Mapping[str, Topic]:
    """The topics of a file's text.

    Raises:
        BadFile: naming the place and the rule.
    """
    only = 'write [defaults] and [topics."<name>"] only'
    defaults, topics = tables(text, "defaults", "topics", otherwise=only)
    return {name: _topic(name, {**defaults, **table(name, own)}) for name, own in topics.items()}


def read(file: Path = TOPICS) -> Mapping[str, Topic]:
    """The topics of a file.

    Raises:
        BadFile: naming the file, the place and the rule.
    """
    return taken(file, wanted)


def scaled(topics: Mapping[str, Topic], brokers: int) -> Mapping[str, Topic]:
    """The same for fewer brokers than a topic has replicas: as many replicas, and parts in proportion.

    As many brokers as before may be away, but one must be there.
    """
    return {name: _scaled(topic, brokers) for name, topic in topics.items()}


def _scaled(topic: Topic, brokers: int) -> Topic:
    if brokers >= topic.replication:
        return topic
    spare = topic.replication - topic.min_insync_replicas
    return replace(
        topic,
        partitions=max(1, topic.partitions * brokers // topic.replication),
        replication=brokers,
        min_insync_replicas=max(1, brokers - spare),
    )


def _topic(name: str, told: Table) -> Topic:
    if wrong := told.keys() ^ _NEEDED:
        listed = ", ".join(sorted(wrong))
        raise BadFile(f"{name}: {listed}: each topic has {', '.join(sorted(_NEEDED))}, and no more")
    for number in ("partitions", "replication", "min_insync_replicas"):
        # TOML's `true` is a number to Python.
        if type(told[number]) is not int or not 1 <= told[number] <= _MOST:
            raise BadFile(f"{name}: {number} must be a whole number from 1 to {_MOST}")
    if told["min_insync_replicas"] > told["replication"]:
        raise BadFile(f"{name}: min_insync_replicas must not exceed replication")
    if told["cleanup"] not in _CLEANUPS:
        raise BadFile(f"{name}: cleanup must be {' or '.join(_CLEANUPS)}")
    return Topic(
        told["partitions"],
        told["replication"],
        told["min_insync_replicas"],
        _milliseconds(name, told["retention"]),
        told["cleanup"],
    )


def _milliseconds(name: str, text: object) -> int:
    if text == "forever":
        return FOREVER
    days = re.fullmatch(r"([1-9][0-9]{0,5})d", str(text))
    if not days:
        raise BadFile(f'{name}: retention must be "forever" or days, as "30d", up to "999999d"')
    return int(days[1]) * DAY_MS
