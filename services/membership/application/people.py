"""Commands that bring personal data: it is sealed here, and an identity number is claimed.

The domain sees one opaque text. The claim lets one person stand in the register once, without the
number or a pseudonym of it in the log; claims are given back when the person is forgotten.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from services.membership.application.entrant import Entrant, PersonalData
from services.membership.application.membership import Membership
from services.membership.domain.member.commands import CorrectMember, EraseMember
from services.membership.domain.member.details import IncomingMember, MemberDetails
from services.membership.domain.member.member import Member
from services.membership.domain.member.rejections import (
    MemberAlreadyRegistered,
    MemberIsForgotten,
    UnknownMember,
)
from services.membership.domain.streams import member_stream
from services.membership.domain.transfer.commands import EraseIncoming, RequestTransfer
from services.membership.domain.transfer.people import MemberNamedTwice
from shared.acting import Acting
from shared.clock import derived_id
from shared.deciding import Outcome
from shared.event_store import AlreadyClaimed, Claim, EventStore
from shared.privacy.blind import BlindIndex
from shared.privacy.key_ring import KeyRing
from shared.privacy.sealing import Sealer

Seal = Callable[[Sequence[tuple[str, dict[str, str]]]], list[str]]
_NOT_SEALED = "-"
"""Stands for a sealed text while something is only tried."""


class People:
    """Registers, corrects and forgets people, and takes in those who come from outside."""

    def __init__(
        self, membership: Membership, store: EventStore, ring: KeyRing, blind: BlindIndex
    ) -> None:
        self._membership, self._store, self._ring = membership, store, ring
        self._sealer, self._blind = Sealer(ring), blind

    def register(self, entrant: Entrant, acting: Acting, effective_date: date) -> Outcome:
        """Enter one person; what `RegisterMember` refuses is raised."""
        return _answer(self.register_together([(entrant, acting)], effective_date)[0])

    def register_together(
        self,
        entrants: Sequence[tuple[Entrant, Acting]],
        effective_date: date,
        *,
        dry_run: bool = False,
    ) -> list[Outcome | Exception]:
        """Enter many people in one transaction; who is refused stops nobody else.

        A person who stands in the register with the same particulars yields nothing. A dry run
        tells what would be answered, and stores neither event nor key.
        """
        ids = self._identify([(each.person, acting) for each, acting in entrants])
        known = self._membership.members([member_id for member_id, _ in ids])
        sealed = self._seal(
            [(m, each.person) for (m, _), (each, _) in zip(ids, entrants, strict=True)],
            known,
            (lambda people: [_NOT_SEALED] * len(people)) if dry_run else self._sealer.seal_many,
        )
        commands = self._membership.commands
        asks = [
            commands.ask(
                each.registered_as(member_id, text, acting, effective_date),
                acting,
                claims=(Claim(token, member_stream(member_id)),),
            )
            for (each, acting), (member_id, token), text in zip(entrants, ids, sealed, strict=True)
            if text
        ]
        carry_out = commands.consider_together if dry_run else commands.execute_together
        carried_out = iter(carry_out(asks))
        return [
            _one_register(next(carried_out)) if text else _not_the_same(member_id, known[member_id])
            for (member_id, _), text in zip(ids, sealed, strict=True)
        ]

    def member_with(self, identity_number: str) -> str | None:
        """The id of the person in the register who has this number; None when nobody has it."""
        token = self._blind.identity_number(identity_number)
        holder = self._store.claimed_by([token]).get(token)
        return None if holder is None else _holder(holder)

    def correct(self, command: CorrectMember, acting: Acting, changes: dict[str, str]) -> Outcome:
        """Correct a member; ``changes`` are fields of `PersonalData`, sealed anew as a whole."""
        if not changes:
            return self._membership.commands.execute(command, acting)
        stream = member_stream(command.member_id)
        before = self.personal_data(command.member_id)
        after = replace(before, **changes)
        if after == before:
            return self._membership.commands.execute(command, acting)
        token = self._blind.identity_number(after.identity_number)
        sealed = self._sealer.seal(command.member_id, after.payload())
        return self._claiming(
            lambda: self._membership.commands.execute(
                replace(command, sealed=sealed),
                acting,
                claims=(Claim(token, stream),),
                releases=(stream,),
            )
        )

    def erase(self, command: EraseMember | EraseIncoming, acting: Acting) -> Outcome:
        """Forget a person: the fact first, then the key; a crash between is made good by `forgetting`."""
        outcome = self._membership.commands.execute(
            command, acting, releases=(member_stream(command.member_id),)
        )
        if outcome.changed:
            self._ring.destroy(command.member_id)
        return outcome

    def request_transfer(
        self,
        command: RequestTransfer,
        acting: Acting,
        incoming: Sequence[tuple[PersonalData, MemberDetails]],
    ) -> Outcome:
        """Ask for a transfer of people from outside the register.

        Two who ask for one person at once propose him under two ids. One of them claims his number;
        the other asks again under the id that now has it, and the rules decide.
        """
        try:
            return self._request_transfer(command, acting, incoming)
        except AlreadyClaimed:
            return self._claiming(lambda: self._request_transfer(command, acting, incoming))

    def _request_transfer(
        self,
        command: RequestTransfer,
        acting: Acting,
        incoming: Sequence[tuple[PersonalData, MemberDetails]],
    ) -> Outcome:
        people = [person for person, _ in incoming]
        acts = [replace(acting, command_id=f"{acting.command_id}:{n}") for n in range(len(people))]
        ids = self._identify(list(zip(people, acts, strict=True)))
        texts = self._sealer.seal_many(
            [(m, person.payload()) for (m, _), person in zip(ids, people, strict=True)]
        )
        command = replace(
            command,
            incoming=tuple(
                IncomingMember(member_id, details, text)
                for (member_id, _), (_, details), text in zip(ids, incoming, texts, strict=True)
            ),
        )
        claims = {token: Claim(token, member_stream(member_id)) for member_id, token in ids}
        if len(claims) < len(ids):
            raise MemberNamedTwice("incoming")
        return self._membership.commands.execute(command, acting, claims=tuple(claims.values()))

    def personal_data(self, member_id: str) -> PersonalData:
        """The person's data in clear.

        Raises:
            UnknownMember: nobody of that id was ever registered.
            MemberIsForgotten: the person was forgotten.
        """
        member = self._membership.member(member_id)
        if not (member.was_registered or member.forgotten):
            raise UnknownMember(member_id)
        opened = self._sealer.unseal(member_id, member.sealed) if member.sealed else None
        if opened is None:
            raise MemberIsForgotten(member_id)
        return PersonalData(**opened)

    def _identify(self, people: Sequence[tuple[PersonalData, Acting]]) -> list[tuple[str, str]]:
        """Each person's member id, the known one or a new one, and the token of his number."""
        tokens = [self._blind.identity_number(person.identity_number) for person, _ in people]
        holders = self._store.claimed_by(tokens)
        return [
            (_holder(holders[token]), token)
            if token in holders
            else (derived_id(f"member:{acting.command_id}", acting.command_id), token)
            for token, (_, acting) in zip(tokens, people, strict=True)
        ]

    def _seal(
        self, people: Sequence[tuple[str, PersonalData]], known: dict[str, Member], seal: Seal
    ) -> list[str]:
        """The sealed text of each person: the stored one where nothing differs.

        "" for those whose stored data differs, or who are forgotten.
        """
        stored = [(m, known[m].sealed) for m, _ in people if _is_kept(known[m])]
        opened = dict(zip((m for m, _ in stored), self._sealer.unseal_many(stored), strict=True))
        opened |= {m: None for m, _ in people if known[m].forgotten}
        fresh = [(m, person.payload()) for m, person in people if m not in opened]
        sealed = dict(zip((m for m, _ in fresh), seal(fresh), strict=True))
        for member_id, person in people:
            if member_id in opened:
                same = opened[member_id] == person.payload()
                sealed[member_id] = known[member_id].sealed if same else ""
        return [sealed[member_id] for member_id, _ in people]

    @staticmethod
    def _claiming(act: Callable[[], Outcome]) -> Outcome:
        try:
            return act()
        except AlreadyClaimed as taken:
            raise MemberAlreadyRegistered(_holder(taken.holder)) from taken


def _is_kept(member: Member) -> bool:
    return member.facts is not None and not member.forgotten


def _not_the_same(member_id: str, member: Member) -> Exception:
    if member.forgotten:
        return MemberIsForgotten(member_id)
    return MemberAlreadyRegistered(member_id)


def _one_register(answer: Outcome | Exception) -> Outcome | Exception:
    if isinstance(answer, AlreadyClaimed):
        return MemberAlreadyRegistered(_holder(answer.holder))
    return answer


def _holder(stream: str) -> str:
    return stream.removeprefix(member_stream(""))


def _answer(answer: Outcome | Exception) -> Outcome:
    if isinstance(answer, Exception):
        raise answer
    return answer
