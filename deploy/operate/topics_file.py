"""The file of topics: what each is to be, in the city or on fewer brokers."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from deploy.operate.answers import Refused

FILE = Path(__file__).parent.parent / "kafka" / "topics.toml"
FOREVER = -1
DAY_MS = 86_400_000


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


class BadFile(Refused):
    """The file cannot be taken; the text names the topic and the rule."""


def wanted(text: str) -> Mapping[str, Topic]:
    """The topics of a file's text.

    Raises:
        BadFile: naming the place and the rule.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"not TOML: {error}") from error
    unknown = told.keys() - {"defaults", "topics"}
    if unknown:
        raise BadFile(f'{", ".join(sorted(unknown))}: write [defaults] and [topics."<name>"] only')
    defaults = told.get("defaults", {})
    return {name: _topic(name, {**defaults, **own}) for name, own in told.get("topics", {}).items()}


def read(file: Path = FILE) -> Mapping[str, Topic]:
    """The topics of a file.

    Raises:
        BadFile: naming the place and the rule.
    """
    try:
        return wanted(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{file} cannot be read: {error}") from error


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


def _topic(name: str, told: Mapping[str, Any]) -> Topic:
    needed = {"partitions", "replication", "min_insync_replicas", "retention", "cleanup"}
    if told.keys() != needed:
        wrong = ", ".join(sorted(told.keys() ^ needed))
        raise BadFile(f"{name}: {wrong} is missing or unknown")
    for number in ("partitions", "replication", "min_insync_replicas"):
        if not isinstance(told[number], int) or told[number] < 1:
            raise BadFile(f"{name}: {number} must be a whole number from 1")
    if told["min_insync_replicas"] > told["replication"]:
        raise BadFile(f"{name}: min_insync_replicas must not exceed replication")
    if told["cleanup"] not in {"delete", "compact"}:
        raise BadFile(f"{name}: cleanup must be delete or compact")
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
    days = re.fullmatch(r"([1-9]\d*)d", str(text))
    if not days:
        raise BadFile(f'{name}: retention must be "forever" or days, as "30d"')
    return int(days[1]) * DAY_MS
