"""Appeals that belong together: linked, never deleted; a repeat weighs more (domain rule 4)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.commands import EraseAppellant, LinkDuplicate, MarkRepeat
from services.petitions.domain.petition.events import (
    AppellantErased,
    DuplicateLinked,
    PetitionEvent,
    PetitionMadeMain,
    RepeatMarked,
)
from services.petitions.domain.petition.petition import Petition
from services.petitions.domain.petition.rejections import UnknownPetition
from services.petitions.domain.petition.steps import (
    check_directs,
    counted,
    happened,
    is_to_do,
    known,
    standing_after,
    stopped,
)
from services.petitions.domain.petition.words import AT_UNIT, BEFORE_ORDER, Priority, Status
from services.petitions.domain.rejection import Rejection


class SameAppeal(Rejection):
    def __init__(self, field: str) -> None:
        super().__init__(
            field, f"{field} is the appeal itself; name the other one", "不能与自身关联,请另选诉求"
        )


class LinkToMainAppeal(Rejection):
    """Duplicates hang on one main appeal, not on each other."""

    def __init__(self, main_id: str) -> None:
        super().__init__(
            "main_id",
            f"that appeal is itself linked; link to {main_id!r}",
            "该诉求已并入其他诉求,请关联到主诉求",
        )


class HasDuplicates(Rejection):
    """Who waits for its answer would wait for nothing, were it linked itself."""

    def __init__(self, main_id: str) -> None:
        super().__init__(
            "petition_id",
            f"others are linked to this appeal; link {main_id!r} to it instead, or handle both",
            "已有诉求并入该诉求,请改将对方并入该诉求,或分别办理",
        )


class MainAppealIsOver(Rejection):
    """A duplicate waits for an answer; here none comes any more."""

    def __init__(self, status: Status) -> None:
        super().__init__(
            "main_id",
            f"that appeal is {status}, nobody works on it; go on with this one, marked as its repeat",
            f"主诉求已“{status.label}”,请标记重复来访并继续办理本诉求",
        )


def may_be_linked(petition: Petition) -> bool:
    """Whether it may still become a duplicate of another."""
    return not petition.is_main and _stands_at(petition, _LINKED_AT)


def may_be_repeat(petition: Petition, earlier_id: str) -> bool:
    """Whether it may still be marked as a repeat of that one."""
    return earlier_id not in petition.repeats and _stands_at(petition, _REPEATED_AT)


def _stands_at(petition: Petition, when: tuple[Status, ...]) -> bool:
    return petition.standing is not None and petition.standing.status in when


_LINKED_AT = (*BEFORE_ORDER, *AT_UNIT)
_REPEATED_AT = (*_LINKED_AT, Status.LISTED)


def link(command: LinkDuplicate, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """It is the same matter as another: that one goes on; what this one promises is void, unless it is late."""
    _, standing = known(case, command.petition_id)
    if case.petition.main_id == command.main_id and standing.status is Status.LINKED:
        return
    is_to_do(command, case, _LINKED_AT)
    check_directs(case, command.by)
    _check_other(case, command.main_id, command.petition_id, "main_id")
    _check_main(command, case)
    ends = stopped(case, at, void=True)
    after = replace(standing_after(standing, ends), status=Status.LINKED)
    yield DuplicateLinked(
        **counted(case, at, after), by=command.by, main_id=command.main_id, stopped=ends
    )
    if not case.other.is_main:
        yield _made_main(command, case, at)


def _made_main(command: LinkDuplicate, case: Case, at: datetime) -> PetitionMadeMain:
    """Told to the main appeal itself, so that it can refuse to be linked; never before its last step."""
    there, last = replace(case, petition=case.other), case.other.changed_at
    return PetitionMadeMain(**happened(there, max(at, last or at)), by=command.by)


def _check_main(command: LinkDuplicate, case: Case) -> None:
    _, main = known(replace(case, petition=case.other), command.main_id)
    if main.status is Status.LINKED:
        raise LinkToMainAppeal(case.other.main_id)
    if main.status in (Status.REFUSED, Status.CLOSED):
        raise MainAppealIsOver(main.status)
    if case.petition.is_main:
        raise HasDuplicates(command.main_id)


def _check_other(case: Case, other_id: str, own_id: str, field: str) -> None:
    if other_id == own_id:
        raise SameAppeal(field)
    if case.other.about is None:
        raise UnknownPetition(other_id, field)


_RAISED = {
    Priority.NORMAL: Priority.RAISED,
    Priority.RAISED: Priority.TOP,
    Priority.TOP: Priority.TOP,
}


def mark_repeat(command: MarkRepeat, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The appellant was here before: the priority rises by one."""
    known(case, command.petition_id)
    if command.earlier_id in case.petition.repeats:
        return
    is_to_do(command, case, _REPEATED_AT)
    check_directs(case, command.by)
    _check_other(case, command.earlier_id, command.petition_id, "earlier_id")
    yield RepeatMarked(
        **counted(case, at),
        by=command.by,
        earlier_id=command.earlier_id,
        priority=_RAISED[case.petition.priority],
    )


def erase(command: EraseAppellant, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """The appellant is forgotten; every figure stays what it was."""
    known(case, command.petition_id)
    if not case.petition.erased:
        yield AppellantErased(**happened(case, at), appellant_id=case.petition.appellant_id)
