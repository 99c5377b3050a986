"""Messages in bundles, as a source that has them hands them over."""

from collections.abc import Sequence
from itertools import pairwise

from shared.messaging.promise import Message
from shared.subscription.bundle import Block, Bundle
from shared.subscription.checkpoints import Checkpoint
from tests.support.sources import ListSource

_AT_ONCE = 3


def bundled(messages: Sequence[Message], after: int = 0) -> Bundle[Message]:
    """The messages in one piece, a few in each block."""
    last = messages[-1]
    starts = range(0, len(messages), _AT_ONCE)
    values = [[m.value for m in messages[start : start + _AT_ONCE]] for start in starts]
    return Bundle(
        [Block(len(few), b",".join(few)) for few in values],
        after,
        messages[0].sequence,
        Checkpoint(last.position, last.sequence, last.recorded_at),
        all(one.sequence < following.sequence for one, following in pairwise(messages)),
        lambda: messages,
    )


class BundledSource(ListSource):
    """A topic that is a list and hands over bundles."""

    reads_ahead = False

    def bundle(self, after: int, to: int) -> Bundle[Message] | None:
        found = self.read(after, to - after)
        return bundled(found, after) if found else None
