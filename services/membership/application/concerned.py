"""Whom a command is about, by name: so that a free text which names him is known when it comes."""

from collections.abc import Iterable, Iterator, Sequence

from services.membership.application.membership import Membership
from services.membership.domain.member.commands import MemberCommand
from services.membership.domain.transfer.commands import TransferCommand
from shared.privacy.sealing import Sealer

_NAME = "name"


class Concerned:
    """Opens the names of those concerned; they are compared here, and shown to nobody."""

    def __init__(self, membership: Membership, sealer: Sealer) -> None:
        self._membership, self._sealer = membership, sealer

    def names(self, command: object) -> Iterable[str]:
        """The names of the member, or of all who travel; none for whom the service does not know."""
        sealed = list(self._sealed(command))
        opened = self._sealer.unseal_many(sealed)
        return [person[_NAME] for person in opened if person and _NAME in person]

    def _sealed(self, command: object) -> Iterator[tuple[str, str]]:
        if isinstance(command, MemberCommand):
            yield from self._of_members((command.member_id,))
        elif isinstance(command, TransferCommand):
            transfer = self._membership.transfer(command.transfer_id)
            yield from ((one.member_id, one.sealed) for one in transfer.incoming)
            yield from self._of_members(transfer.member_ids)

    def _of_members(self, member_ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        for member_id, member in self._membership.members(member_ids).items():
            if member.sealed:
                yield member_id, member.sealed
