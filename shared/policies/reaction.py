"""The handler of a policy or a consumer: react, then save the checkpoint; what cannot be taken is set aside."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from shared.database import looking_at
from shared.messaging import hearing
from shared.messaging.promise import Message
from shared.subscription import checkpoints, dead_letters, faults
from shared.subscription.aside import Aside
from shared.subscription.checkpoints import Checkpoint
from shared.subscription.discarded import Discarded
from shared.subscription.fence import Held
from shared.subscription.lease import Lease
from shared.subscription.limit import Limit
from shared.subscription.preparing import end_of
from shared.subscription.promise import LOG, Described, Entry

React = Callable[[Sequence[Any]], None]
"""Reacts to stored events, or to messages: to those of one stream in their order.

It raises at the first that it cannot take, and has then reacted to none behind that one. It is given entries
again: after a crash, and to find the one at fault. So it does nothing twice."""


class Reaction:
    """`shared.subscription.Handler`; of several instances one works on a source, the others stand by."""

    def __init__(
        self, engine: Engine, subscription: str, react: React, *, limit: Limit | None = None
    ) -> None:
        """Let ``react`` act for ``subscription``, until ``limit`` is reached of what it cannot take."""
        self._engine, self.subscription, self._react = engine, subscription, react
        self._aside: Aside[Any] = Aside(
            engine, subscription, described, passes=faults.lies_outside, limit=limit
        )
        self._discarded = Discarded()
        self._lease: Lease | None = None

    def resume(self, source: str) -> int:
        if self._lease is None:
            whole = source == LOG
            name = self.subscription if whole else f"{self.subscription}:{source}"
            self._lease = Lease(self._engine, name)
        self._lease.take()
        with self._engine.begin() as connection:
            self._discarded = dead_letters.discarded(
                connection, self.subscription, source, described
            )
            self._aside.look(connection)
            return checkpoints.ensure(connection, self.subscription, source).position

    def handle(self, source: str, after: int, batch: Sequence[Entry]) -> int:
        return self._aside.apart(self, source, after, batch)

    def together(self, source: str, after: int, batch: Sequence[Entry]) -> int:
        """React to what is due, then save; followers of what was set aside are parked in its stead.

        Only this instance parks what comes from its source, so it remembers who is parked. A person may
        have healed a stream meanwhile: whoever seems to be parked is looked up before anything is decided.
        """
        if self._lease:
            self._lease.check()
        if any(map(self._aside.follows, batch)):
            with looking_at(self._engine) as connection:
                self._aside.look(connection)
        while True:
            wanted = [entry for entry in batch if entry not in self._discarded]
            followers = [entry for entry in wanted if self._aside.follows(entry)]
            due = [entry for entry in wanted if not self._aside.follows(entry)]
            for entry in due:
                faults.refuse_unfit(entry)
            if due:
                self._react(due)
            if self._saved(source, after, end_of(batch), followers):
                self._aside.passed(len(due))
                return batch[-1].position

    def hold(self, connection: Connection, source: str, after: int) -> Held:
        """Lock the checkpoint until the transaction ends."""
        return Held(checkpoints.lock(connection, self.subscription, source, after), parked=True)

    def close(self) -> None:
        if self._lease:
            self._lease.give_back()

    def _saved(self, source: str, after: int, to: Checkpoint, followers: Sequence[Entry]) -> bool:
        """Save the checkpoint, and with it the followers; false if one of them has just been healed."""
        if not followers:
            with looking_at(self._engine) as connection:
                checkpoints.save(connection, self.subscription, source, after, to)
            return True
        with self._engine.begin() as connection:
            held = self._aside.begin(connection, self.hold(connection, source, after))
            if not all(map(self._aside.follows, followers)):
                return False
            for entry in followers:
                self._aside.follow(connection, source, entry)
            further = to._replace(sequence=max(held.sequence, to.sequence))
            checkpoints.move(connection, self.subscription, source, after, further)
        return True


def described(entry: Any) -> Described:
    """What an entry is called when it has to be set aside: a message, or an event of the own log."""
    if isinstance(entry, Message):
        return hearing.described(entry)
    return Described(entry.stream, entry.type, entry.data.encode())
