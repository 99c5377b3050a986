"""What is said about a member: sealed with his key before any command sees it, and opened again."""

from typing import NamedTuple

from services.membership.application.membership import Membership
from services.membership.domain.member.rejections import MemberIsForgotten, UnknownMember
from services.membership.domain.streams import member_stream
from services.membership.domain.terms import Note
from shared.privacy.key_ring import KeyRing
from shared.privacy.sealing import Sealer, seal_with

_TEXT = "text"


class Said(NamedTuple):
    """What was said with one of his facts, in clear."""

    event_id: str
    text: str


class Notes:
    """Seals what is said about members, and opens it."""

    def __init__(self, membership: Membership, ring: KeyRing) -> None:
        self._membership, self._ring, self._sealer = membership, ring, Sealer(ring)

    def note(self, member_id: str, text: str) -> Note | None:
        """The text sealed; None for one that says nothing.

        Of who was forgotten, or never was, only the length is told on: it was said, and is not kept.
        """
        if not (said := text.strip()):
            return None
        key = self._ring.keys_for([member_id]).get(member_id)
        return Note(seal_with(key, member_id, {_TEXT: said}) if key else "", len(said))

    def said(self, member_id: str) -> list[Said]:
        """Everything that was said about him, the first first.

        Raises:
            UnknownMember: nobody of that id was ever registered.
            MemberIsForgotten: the person was forgotten, and what was said with him.
        """
        member, stream = self._membership.member(member_id), member_stream(member_id)
        if member.changed_on is None:
            raise UnknownMember(member_id)
        if member.forgotten:
            raise MemberIsForgotten(member_id)
        found = []
        for version, event in enumerate(reversed(self._membership.commands.events(stream)), 1):
            note: Note | None = getattr(event, "note", None)
            if note is not None and note.sealed:
                found.append((f"{stream}@{version}", note.sealed))
        opened = self._sealer.unseal_many([(member_id, sealed) for _, sealed in found])
        return [
            Said(event_id, told.get(_TEXT, ""))
            for (event_id, _), told in zip(found, opened, strict=True)
            if told is not None
        ]
