"""A projector given batches by hand."""

from collections.abc import Sequence

from shared.messaging.promise import Message
from shared.subscription.projector import Projector

S = "sample.v1/0"
"""What the batches are said to be of."""


def handle_all(projector: Projector[Message], batches: Sequence[Sequence[Message]]) -> int:
    position = projector.resume(S)
    for batch in batches:
        position = projector.handle(S, position, batch)
    return position
