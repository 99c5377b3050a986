"""`topics plan`, `topics apply`: the cluster's topics, compared with the file that says what they are to be."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from threading import Event
from typing import Any, NamedTuple

from kafka.admin import ConfigResource, KafkaAdminClient
from kafka.errors import KafkaError

from deploy.operate.answers import Refused, Status, Unreachable, table
from deploy.operate.cluster import fault
from deploy.operate.topic_steps import steps_of
from deploy.operate.topics_file import DAY_MS, FOREVER, Topic
from shared.clock import monotonic_seconds

_SETTLING_SECONDS, _LOOK_SECONDS = 30.0, 0.1
_REORDERS = "keys move to other partitions, so the order of each stream breaks at this point"
_CANNOT_SHRINK = "cannot be done: Kafka takes no partitions away. Make another version of the topic"
_CANNOT_MOVE = "cannot be done here: use Kafka's kafka-reassign-partitions.sh"
_DELETES = "older messages are deleted, and no view can be rebuilt from them"


class Change(NamedTuple):
    """One step towards the file. ``harm`` says what is lost by it; empty where nothing is."""

    topic: str
    what: str
    harm: str = ""


class NotSettled(Refused):
    """What was asked for is on its way, and not yet everywhere."""

    status = Status.LEFT


def plan(
    wanted: Mapping[str, Topic], present: Mapping[str, Topic]
) -> tuple[Sequence[Change], Sequence[str]]:
    """The steps from what is to what is to be, and the topics the file does not name."""
    changes: list[Change] = []
    for name, topic in sorted(wanted.items()):
        if name not in present:
            changes.append(Change(name, f"make with {shown_topic(topic)}"))
        else:
            changes += _differences(name, topic, present[name])
    foreign = sorted(name for name in present.keys() - wanted.keys() if not name.startswith("__"))
    return changes, foreign


def present(admin: KafkaAdminClient) -> Mapping[str, Topic]:
    """The topics of a cluster, without those that are just coming or going."""
    told = {one["name"]: one["partitions"] for one in admin.describe_topics()}
    if not told:
        return {}
    asked = [ConfigResource("TOPIC", name) for name in told]
    found = admin.describe_configs(asked, config_filter="all").get("topic", {})
    return {
        name: _described(parts, found[name])
        for name, parts in told.items()
        if parts and found.get(name)  # a broker hears of a topic's parts and settings one by one
    }


def run_plan(admin: KafkaAdminClient, target: Mapping[str, Topic]) -> Status:
    """Print what `apply` would do; `LEFT` when there is something."""
    changes, foreign = plan(target, present(admin))
    print(shown(changes, foreign))
    return Status.LEFT if changes else Status.DONE


def run_apply(
    admin: KafkaAdminClient, target: Mapping[str, Topic], *, allow_destructive: bool
) -> Status:
    """Make the cluster as the file says; nothing at all when one step is refused, by us or by Kafka."""
    print(shown(*plan(target, present(admin))))
    for name in brought_about(admin, target, allow_destructive=allow_destructive):
        print(f"done (已完成): {name}")
    return Status.DONE


def brought_about(
    admin: KafkaAdminClient, target: Mapping[str, Topic], *, allow_destructive: bool = False
) -> Sequence[str]:
    """Make the cluster's topics what they are to be; answers the names of those that were not.

    Kafka is asked of each step whether it would take it before the first is done.

    Raises:
        Refused: a step does harm and is not allowed, Kafka refuses one or does not answer, or the brokers
            do not all know of it yet; the text says what was done.
        KafkaError: nothing was done, because Kafka does not tell what there is.
    """
    there = present(admin)
    changes, _ = plan(target, there)
    refuse_harm(changes, allowed=allow_destructive)
    names = list(dict.fromkeys(change.topic for change in changes))
    steps = [
        step for name in names for step in steps_of(admin, name, target[name], there.get(name))
    ]
    with _telling() as so_far:
        for step in steps:
            step.ask(validate_only=True)
        for step in steps:
            so_far.asked = step.what
            step.ask()
            so_far.done.append(step.what)
        settled(lambda: plan(target, present(admin))[0])
    return names


@dataclass
class _SoFar:
    """What was done, and the last that was asked for."""

    done: list[str] = field(default_factory=list)
    asked: str = ""

    def told(self, why: Refused) -> str:
        done = f"done (已完成): {', '.join(self.done)};" if self.done else ""
        if isinstance(why, Unreachable) and self.asked not in {"", *self.done}:
            return (
                f"{done} asked, and not answered (未答复): {self.asked}; look with `topics plan`:"
            )
        return done or "nothing was done (未执行):"


@contextmanager
def _telling() -> Iterator[_SoFar]:
    """Whoever is refused hears what was done by then, as it was noted in what is given."""
    so_far = _SoFar()
    try:
        yield so_far
    except (KafkaError, Refused) as error:
        why = fault(error) if isinstance(error, KafkaError) else error
        raise type(why)(f"{so_far.told(why)} {why}".lstrip()) from error


def settled(left: Callable[[], Collection[object]]) -> None:
    """Return when nothing is ``left`` to hear of for the brokers, who hear of changes one after the other."""
    until = monotonic_seconds() + _SETTLING_SECONDS
    while unheard := left():
        if monotonic_seconds() > until:
            raise NotSettled(
                f"未全部生效 not everywhere yet, look again with `topics plan`: {unheard}"
            )
        Event().wait(_LOOK_SECONDS)


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
    for one in fields(Topic):
        old, new = getattr(there, one.name), getattr(topic, one.name)
        if old != new:
            what = f"{one.name} {_value(one.name, old)} -> {_value(one.name, new)}"
            yield Change(name, what, _harm(topic, one.name, old, new))


def _harm(topic: Topic, field: str, old: Any, new: Any) -> str:
    """What is lost by it; empty where nothing is."""
    more = new > old
    does = {
        "partitions": _REORDERS if more else _CANNOT_SHRINK,
        "replication": _CANNOT_MOVE,
        "min_insync_replicas": "" if more else "what is confirmed is kept by fewer brokers",
    }
    if field == "retention_ms":
        shorter = new != FOREVER and (old == FOREVER or new < old)
        return _DELETES if shorter else ""
    if field == "cleanup":
        # The retention means nothing while a topic is compacted, and deletes from then on.
        kept = new == "delete" and topic.retention_ms == FOREVER
        return "" if kept else _DELETES
    return does[field]


def _described(partitions: Sequence[Mapping[str, Any]], told: Mapping[str, Any]) -> Topic:
    value = {name: str(one["value"]) for name, one in told.items()}
    return Topic(
        len(partitions),
        len(partitions[0]["replica_nodes"]),
        int(value["min.insync.replicas"]),
        int(value["retention.ms"]),
        value["cleanup.policy"],
    )


def _value(field: str, value: Any) -> str:
    if field != "retention_ms":
        return str(value)
    return "forever" if value == FOREVER else f"{value / DAY_MS:g} d"


def shown_topic(topic: Topic) -> str:
    """What it is, as people read it."""
    return ", ".join(f"{f.name} {_value(f.name, getattr(topic, f.name))}" for f in fields(Topic))
