"""How what a reaction has set aside is acted upon after all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from shared.database import looking_at
from shared.policies.reaction import React, described
from shared.subscription import checkpoints, dead_letters, faults, locks
from shared.subscription.dead_letters import DeadLetter
from shared.subscription.locks import Lock


class ReactionCure:
    """`shared.subscription.healing.Cure` of a reaction.

    What it does is stored by itself, so it comes first, and the end of the waiting behind it: killed between
    the two, the next retry finds it done. While it acts no transaction of ours is open: it may wait for a
    view, and that would wait for us. One person at a time acts for a subscription.
    """

    def __init__(
        self, engine: Engine, name: str, react: React, read: Callable[[Any], object]
    ) -> None:
        """Act by ``react``; ``read`` only reads an entry, and raises what is wrong with it."""
        self.engine, self.name = engine, name
        self._react, self._read = react, read
        self.passes, self.describe = faults.lies_outside, described

    def hold(self, connection: Connection) -> None:
        """The loop reacts meanwhile, but parks nobody."""
        checkpoints.hold_all(connection, self.name)

    def take(self, letter: DeadLetter, entry: Any) -> bool:
        with locks.holding(self.engine, self.name, Lock.MENDING):
            with looking_at(self.engine) as connection:
                if dead_letters.first(connection, self.name, letter.key) != letter:
                    return False
            faults.refuse_unfit(entry)
            self._react([entry])
            with self.engine.begin() as connection:
                self.hold(connection)
                dead_letters.remove(connection, letter.id)
        return True

    @contextmanager
    def rehearsing(self) -> Iterator[Callable[[Any], None]]:
        """Whether each can be read: what would come of it shows only when it is done."""

        def attempt(entry: Any) -> None:
            self._read(entry)

        yield attempt
