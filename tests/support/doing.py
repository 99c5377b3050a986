"""A reaction to the sample's messages that notes for which it acted, and refuses what it is told to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Engine

from shared.messaging.promise import Message
from shared.policies.mending import ReactionCure
from shared.policies.reaction import Reaction
from shared.subscription.healing import Healing
from shared.subscription.promise import Source
from tests.support.sample import Happened

NAME = "sample.doing"


@dataclass
class Doing:
    """``done`` has each entry as often as it was acted upon; ``meanwhile`` happens once, before the first act.

    One that was acted upon before is passed over, as a command with a known id is.
    """

    refuses: Callable[[int], Exception | None] = lambda _number: None
    meanwhile: Callable[[], object] = lambda: None
    done: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    def react(self, batch: Sequence[Message]) -> None:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        for message in batch:
            told = msgspec.json.decode(message.value, type=Happened)
            if (fault := self.refuses(told.number)) is not None:
                raise fault
            (self.again if told.id in self.done else self.done).append(told.id)

    def healing(self, engine: Engine, source: Source[Message]) -> Healing[Message]:
        def read(entry: Message) -> None:
            fault = self.refuses(msgspec.json.decode(entry.value, type=Happened).number)
            if fault is not None:
                raise fault

        return Healing(ReactionCure(engine, NAME, self.react, read), [source])

    def run(self, engine: Engine, source: Source[Message], batch: int = 1000) -> None:
        """React to all there is, as a process that has just been started."""
        reaction = Reaction(engine, NAME, self.react)
        try:
            position = reaction.resume(source.name)
            while found := source.read(position, batch):
                position = reaction.handle(source.name, position, found)
        finally:
            reaction.close()


def refusing(*numbers: int) -> Callable[[int], Exception | None]:
    """The fault of these."""
    return lambda number: ValueError(f"number {number} is refused") if number in numbers else None


def mended(ill: Doing) -> Doing:
    """The next release, which remembers what was done."""
    return Doing(done=ill.done)
