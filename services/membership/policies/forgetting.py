"""Who is to be forgotten loses his key, whatever happened to the request that asked for it."""

from collections.abc import Callable, Sequence

from services.membership import codec
from services.membership.domain.member.leaving_events import (
    MemberForgotten,
)
from shared.event_store import StoredEvent
from shared.privacy.key_ring import KeyRing

NAME = "membership.forgetting"


class Forgetting:
    """Destroys keys, and the copies of views that remember the person: retired, or half built.

    Reacts to the log as far as the register's view shows it (`BehindView`): so no copy that is
    retired later remembers him either.
    """

    def __init__(self, ring: KeyRing, drop_copies: Callable[[], None]) -> None:
        self._ring, self._drop_copies = ring, drop_copies

    def react(self, batch: Sequence[StoredEvent]) -> None:
        events = (
            codec.decode(entry.type, entry.schema_version, entry.data.encode())
            for entry in batch
            if entry.type == "member-forgotten"
        )
        forgotten = [event.member_id for event in events if isinstance(event, MemberForgotten)]
        for member_id in forgotten:
            self._ring.destroy(member_id)
        if forgotten:
            self._drop_copies()
