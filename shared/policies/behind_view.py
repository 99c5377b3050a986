"""A source, but only as far as views have come: for who asks them what to do."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self, TypeVar

from msgspec import structs
from msgspec.json import encode
from sqlalchemy import Connection, Engine, text

from shared.database import looking_at
from shared.event_store import StoredEvent
from shared.messaging.feed import Counted, Topic
from shared.messaging.promise import Following, Lead
from shared.subscription import dead_letters
from shared.subscription.promise import Source, Unfit

T = TypeVar("T")
_REST_SECONDS = 0.05
"""What has just come is given to the views first: mostly they show it then."""
_SHOWN = text(
    "select (select coalesce(min(coalesce(c.position, 0)), 0)"
    " from unnest(cast(:views as text[])) asked"
    " left join subscription.checkpoints c on c.subscription = asked and c.source = :source),"
    " (select coalesce(json_agg(json_build_array(sequence, position, subscription)), '[]')"
    " from subscription.dead_letters where subscription = any(cast(:views as text[]))"
    " and source = :source and position > :after and discarded_at is null)"
)
"""One statement: a view's checkpoint is never seen without what was set aside below it."""


class BehindView:
    """`shared.subscription.Source` of the entries that all of ``views`` show already."""

    def __init__(
        self, engine: Engine, source: Source[Any], *views: str, asked: bool = True
    ) -> None:
        """Of ``source``; ``asked`` by who acts as they show: he waits for what one of them has set aside."""
        self._asked = asked
        self._engine, self._source, self._views = engine, source, views
        self._woken = threading.Event()
        self.name, self.head, self.seen = source.name, source.head, source.seen

    def read(self, after: int, limit: int) -> list[Any]:
        """What all of them have come by; what waits in one of them for a decision is told as a fault."""
        shown, unshown = self._shown(after)
        if shown <= after:
            return []
        found = self._source.read(after, min(limit, shown - after))
        return [
            _faulty(entry, view) if (view := unshown.by(entry)) else entry
            for entry in found
            if entry.position <= shown
        ]

    def wait(self, seen: int, timeout: float) -> None:
        """Return when something new came and the views had a moment to show it."""
        self._source.wait(seen, timeout)
        self._woken.wait(_REST_SECONDS)

    def wake(self) -> None:
        self._woken.set()
        self._source.wake()

    def _shown(self, after: int) -> tuple[int, "_Unshown"]:
        """How far all are, and which of what follows one of them has set aside; of one moment."""
        asked = {"views": list(self._views), "source": self.name, "after": after}
        with looking_at(self._engine) as connection:
            shown, unshown = connection.execute(_SHOWN, asked).one()
        return int(shown), _Unshown.of(unshown if self._asked else ())


class _Unshown(NamedTuple):
    """Which view has set an entry aside: by sequence, or where none is known by position."""

    sequences: Mapping[int, str]
    positions: Mapping[int, str]

    @classmethod
    def of(cls, found: Sequence[tuple[int | None, int, str]]) -> Self:
        return cls(
            {sequence: view for sequence, _, view in found if sequence is not None},
            {position: view for sequence, position, view in found if sequence is None},
        )

    def by(self, entry: Any) -> str:
        return self.sequences.get(entry.sequence) or self.positions.get(entry.position, "")


def set_aside_by(view: str) -> str:
    """Why nobody who asks ``view`` can act upon something."""
    return f"{view} has set it aside: retry it there first"


def shown_by(
    connection: Connection, view: str, word: str, look: Callable[[Connection, str], T | None]
) -> T | None:
    """What ``view`` shows of ``word``, an id that was heard of elsewhere; None if it stands nowhere in it.

    For a view that has come by all that is stored. What it has set aside is looked at first: who heals
    it meanwhile lets ``look`` find it.

    Raises:
        Unfit: the view has set aside what tells of it, so it is no stranger: retried after the view.
    """
    aside = dead_letters.any_tells(connection, view, encode(word))
    found = look(connection, word)
    if found is None and aside:
        raise Unfit(set_aside_by(view))
    return found


class Unshown(StoredEvent, frozen=True):
    """A stored event, and why a view does not show it."""

    fault: str = ""


def _faulty(entry: Any, view: str) -> Any:
    """Who asks the view cannot act upon the entry before the view shows it."""
    fault = set_aside_by(view)
    if isinstance(entry, StoredEvent):
        told = {name: getattr(entry, name) for name in StoredEvent.__struct_fields__}
        return Unshown(**told, fault=fault)
    return structs.replace(entry, fault=entry.fault or fault)


@dataclass(frozen=True)
class ShownTopic(Topic):
    """A topic, followed only as far as ``view`` shows it."""

    engine: Engine
    view: str

    @property
    def topics(self) -> Sequence[Topic]:
        """Whoever asks how far the topic is, asks of all of it."""
        return (Topic(self.backbone, self.name),)

    def sources(self) -> Sequence[Source[Any]]:
        told = super().sources()
        return Counted(lambda: self._behind(told))

    def follow(self, group: str, lead: Lead) -> Following:
        return super().follow(group, lambda parts: lead(self._behind(parts)))

    def _behind(self, parts: Sequence[Source[Any]]) -> Sequence[Source[Any]]:
        return [BehindView(self.engine, part, self.view) for part in parts]
