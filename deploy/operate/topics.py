"""`topics plan`, `topics apply`: the cluster's topics, compared with the file that says what they are to be."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from kafka.admin import ConfigResource, KafkaAdminClient, NewTopic

from deploy.operate.answers import Refused, Status, table
from shared.clock import monotonic_seconds

FILE = Path(__file__).parent.parent / "kafka" / "topics.toml"
_FOREVER = -1
_DAY_MS = 86_400_000
_SETTLING_SECONDS = 10.0
_REORDERS = "keys move to other partitions, so the order of each stream breaks at this point"
_CANNOT_SHRINK = "cannot be done: Kafka takes no partitions away. Make another version of the topic"
_CANNOT_MOVE = "cannot be done here: use Kafka's kafka-reassign-partitions.sh"
_DELETES = "older messages are deleted, and no view can be rebuilt from them"


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


class Change(NamedTuple):
    """One step towards the file. ``harm`` says what is lost by it; empty where nothing is."""

    topic: str
    what: str
    harm: str = ""


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


def plan(
    wanted: Mapping[str, Topic], present: Mapping[str, Topic]
) -> tuple[Sequence[Change], Sequence[str]]:
    """The steps from what is to what is to be, and the topics the file does not name."""
    changes: list[Change] = []
    for name, topic in sorted(wanted.items()):
        if name not in present:
            changes.append(Change(name, f"make with {_shown(topic)}"))
        else:
            changes += _differences(name, topic, present[name])
    foreign = sorted(name for name in present.keys() - wanted.keys() if not name.startswith("__"))
    return changes, foreign


def present(admin: KafkaAdminClient) -> Mapping[str, Topic]:
    """The topics of a cluster."""
    told = {one["name"]: one["partitions"] for one in admin.describe_topics()}
    if not told:
        return {}
    asked = [ConfigResource("TOPIC", name) for name in told]
    found = admin.describe_configs(asked, config_filter="all")
    [configurations] = found.values()
    return {name: _described(parts, configurations[name]) for name, parts in told.items()}


def run_plan(admin: KafkaAdminClient, file: Path) -> Status:
    """Print what `apply` would do; `LEFT` when there is something."""
    changes, foreign = plan(wanted(_read(file)), present(admin))
    print(shown(changes, foreign))
    return Status.LEFT if changes else Status.DONE


def run_apply(admin: KafkaAdminClient, file: Path, *, allow_destructive: bool) -> Status:
    """Make the cluster as the file says; nothing at all when one step is refused."""
    target, there = wanted(_read(file)), present(admin)
    changes, foreign = plan(target, there)
    print(shown(changes, foreign))
    refuse_harm(changes, allowed=allow_destructive)
    for name in dict.fromkeys(change.topic for change in changes):
        _apply(admin, name, target[name], there.get(name))
        print(f"done (已完成): {name}")
    return _settled(admin, target)


def _settled(admin: KafkaAdminClient, target: Mapping[str, Topic]) -> Status:
    """Whether the brokers say so too; they hear of changes one after the other."""
    until = monotonic_seconds() + _SETTLING_SECONDS
    while plan(target, present(admin))[0]:
        if monotonic_seconds() > until:
            print("还未全部生效 not everywhere yet: look again with `topics plan`")
            return Status.LEFT
    return Status.DONE


def refuse_harm(changes: Iterable[Change], *, allowed: bool) -> None:
    """Raises `Refused` for a step that does harm, unless it is allowed or cannot be done at all."""
    for change in changes:
        if change.harm.startswith("cannot"):
            raise Refused(f"{change.topic}: {change.what}: {change.harm}")
        if change.harm and not allowed:
            raise Refused(
                f"nothing was done (未执行): {change.topic}: {change.what}: {change.harm}. If that is"
                " meant, say --allow-destructive"
            )


def shown(changes: Sequence[Change], foreign: Sequence[str]) -> str:
    """The plan as people read it."""
    rows = [(change.topic, change.what, change.harm) for change in changes]
    text = table(("主题 topic", "变更 change", "代价 harm"), rows, empty="已一致 nothing to change")
    if foreign:
        text += f"\n文件中没有 not in the file, left alone: {', '.join(foreign)}"
    return text


def _differences(name: str, topic: Topic, there: Topic) -> Iterator[Change]:
    for field in fields(Topic):
        old, new = getattr(there, field.name), getattr(topic, field.name)
        if old != new:
            what = f"{field.name} {_value(field.name, old)} -> {_value(field.name, new)}"
            yield Change(name, what, _harm(field.name, old, new))


def _harm(field: str, old: Any, new: Any) -> str:
    """What is lost by it; empty where nothing is."""
    more = new > old
    does = {
        "partitions": _REORDERS if more else _CANNOT_SHRINK,
        "replication": _CANNOT_MOVE,
        "min_insync_replicas": "" if more else "what is confirmed is kept by fewer brokers",
    }
    if field == "retention_ms":
        shorter = new != _FOREVER and (old == _FOREVER or new < old)
        return _DELETES if shorter else ""
    if field == "cleanup":
        return _DELETES if new == "compact" else ""
    return does[field]


def _apply(admin: KafkaAdminClient, name: str, topic: Topic, there: Topic | None) -> None:
    if there is None:
        new = NewTopic(
            name, topic.partitions, topic.replication, topic_configs=dict(topic.configuration)
        )
        admin.create_topics([new])
        return
    if topic.partitions > there.partitions:
        admin.create_partitions({name: topic.partitions})
    changed = dict(topic.configuration.items() - there.configuration.items())
    if changed:
        admin.alter_configs([ConfigResource("TOPIC", name, changed)])


def _described(partitions: Sequence[Mapping[str, Any]], told: Mapping[str, Any]) -> Topic:
    value = {name: str(one["value"]) for name, one in told.items()}
    return Topic(
        len(partitions),
        len(partitions[0]["replica_nodes"]),
        int(value["min.insync.replicas"]),
        int(value["retention.ms"]),
        value["cleanup.policy"],
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
        return _FOREVER
    days = re.fullmatch(r"([1-9]\d*)d", str(text))
    if not days:
        raise BadFile(f'{name}: retention must be "forever" or days, as "30d"')
    return int(days[1]) * _DAY_MS


def _value(field: str, value: Any) -> str:
    if field != "retention_ms":
        return str(value)
    return "forever" if value == _FOREVER else f"{value / _DAY_MS:g} d"


def _shown(topic: Topic) -> str:
    return ", ".join(f"{f.name} {_value(f.name, getattr(topic, f.name))}" for f in fields(Topic))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{file} cannot be read: {error}") from error
