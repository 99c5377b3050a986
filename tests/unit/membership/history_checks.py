"""What must be true of every history of the register, whoever did what in which order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from services.membership.domain.letter_book.decider import LetterBook
from services.membership.domain.letter_book.events import LetterEntered
from services.membership.domain.member.affiliation_events import TransferClosed, TransferOpened
from services.membership.domain.member.events import MemberEvent, MemberRegistered
from services.membership.domain.member.member import Member
from services.membership.domain.streams import LETTER_BOOKS, MEMBERS, TRANSFERS, DomainEvent
from services.membership.domain.terms import MemberFacts, Standing
from services.membership.domain.transfer.transfer import Stage, Transfer
from tests.unit.membership.register_scene import Register

ENDED = (
    Stage.PLACED,
    Stage.RECEIPT_RETURNED,
    Stage.RELEASE_REFUSED,
    Stage.RETURNED,
    Stage.WITHDRAWN,
)
VOIDED = (Stage.RETURNED, Stage.WITHDRAWN)


def people(scene: Register) -> Iterator[Member]:
    """The members, those who left, and whom a transfer announced from outside."""
    return (state for stream, state in scene.states.items() if stream.startswith(MEMBERS))


def members(scene: Register) -> Iterator[Member]:
    return (each for each in people(scene) if each.was_registered)


def transfers(scene: Register) -> Iterator[Transfer]:
    return (state for stream, state in scene.states.items() if stream.startswith(TRANSFERS))


def of_members(events: Iterable[DomainEvent]) -> dict[str, list[MemberEvent]]:
    told: dict[str, list[MemberEvent]] = defaultdict(list)
    for event in events:
        if isinstance(event, MemberEvent):
            told[event.member_id].append(event)
    return told


def counted(events: Iterable[Any]) -> Iterator[tuple[date, MemberFacts | None, MemberFacts | None]]:
    for event in events:
        if hasattr(event, "after") and hasattr(event, "before"):
            yield event.effective_date, event.before, event.after


def responsible_without_gap_or_overlap(scene: Register) -> None:
    """Each fact begins where the last ended, no earlier than it, and not with the same."""
    for told in of_members(scene.happened).values():
        last: MemberFacts | None = None
        since = date.min
        for day, before, after in counted(told):
            assert before == last
            assert since <= day
            assert after is not None or before is not None
            last, since = after, day


def timelines_never_go_back(scene: Register) -> None:
    for told in of_members(scene.happened).values():
        days = [event.effective_date for event in told]
        assert days == sorted(days)


def deltas_are_the_live_members(scene: Register) -> None:
    """One taken from every ``before`` and one added to every ``after`` is who stands there now."""
    ledger: Counter[MemberFacts] = Counter()
    for told in of_members(scene.happened).values():
        for _, before, after in counted(told):
            ledger.update([after] if after else [])
            ledger.subtract([before] if before else [])
    assert min(ledger.values(), default=0) >= 0
    assert +ledger == Counter(each.facts for each in members(scene) if each.facts)


def movement_adds_up(scene: Register, root: str, first: date) -> None:
    """Opening and what came, less what went, is closing, for the subtree of any path."""
    opening = came = went = 0
    for told in of_members(scene.happened).values():
        at_first = False
        for day, before, after in counted(told):
            if day < first:
                at_first = _within(after, root)
            else:
                came += _within(after, root) and not _within(before, root)
                went += _within(before, root) and not _within(after, root)
        opening += at_first
    closing = sum(_within(each.facts, root) for each in members(scene))
    assert opening + came - went == closing


def _within(facts: MemberFacts | None, root: str) -> bool:
    return facts is not None and f"{facts.organisation_path}/".startswith(f"{root}/")


def one_open_transfer_each(scene: Register) -> None:
    """A transfer is opened only when none is, and who is bound is bound by one under way."""
    for told in of_members(scene.happened).values():
        bound = ""
        for event in told:
            if isinstance(event, TransferOpened):
                assert bound == ""
                bound = event.transfer_id
            elif isinstance(event, MemberRegistered):
                assert bound == (event.transfer_id or "")
            elif isinstance(event, TransferClosed):
                assert bound == event.transfer_id
                bound = ""
            elif getattr(event, "after", event) is None and not hasattr(event, "transfer_id"):
                bound = ""
    under_way = {each.transfer_id for each in transfers(scene) if each.stage not in ENDED}
    for person in people(scene):
        assert person.open_transfer is None or person.open_transfer in under_way


def who_comes_from_outside_is_bound_until_he_arrives(scene: Register) -> None:
    """Each transfer that may still bring somebody binds him; so no two bring the same person."""
    bound = {person.member_id: person.open_transfer for person in people(scene)}
    for each in transfers(scene):
        if each.stage in (Stage.REQUESTED, Stage.AWAITING_ACCEPTANCE):
            for person in each.incoming:
                assert bound[person.member_id] == each.transfer_id


def letters_without_gap_and_none_left_open(scene: Register) -> None:
    """Numbers run from one in every book, and a transfer given up leaves no good letter."""
    numbers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for event in scene.happened:
        if isinstance(event, LetterEntered):
            numbers[event.organisation_id, event.year].append(event.number)
    assert all(given == list(range(1, len(given) + 1)) for given in numbers.values())
    for each in transfers(scene):
        if each.letter is not None and each.letter.is_ours and each.stage in VOIDED:
            letter = each.letter
            stream = f"{LETTER_BOOKS}{letter.book_organisation_id}-{letter.book_year}"
            book = scene.states[stream]
            assert isinstance(book, LetterBook)
            assert book.is_settled(letter.number)


def everybody_belongs_to_a_living_organisation_at_its_path(scene: Register) -> None:
    for member in members(scene):
        if member.facts is not None:
            home = scene.tree.get_living(member.facts.organisation_id)
            assert member.facts.organisation_path == home.path


def posts_are_held_by_full_members(scene: Register) -> None:
    assert all(each.standing is Standing.FULL for each in members(scene) if each.posts)
