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
    RepeatMarked,
)
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


def link(command: LinkDuplicate, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """It is the same matter as another: that one goes on; what this one promises is void, unless it is late."""
    _, standing = known(case, command.petition_id)
    if case.petition.main_id == command.main_id and standing.status is Status.LINKED:
        return
    is_to_do(command, case, (*BEFORE_ORDER, *AT_UNIT))
    check_directs(case, command.by)
    _check_other(case, command.main_id, command.petition_id, "main_id")
    if case.other.standing is not None and case.other.standing.status is Status.LINKED:
        raise LinkToMainAppeal(case.other.main_id)
    ends = stopped(case, at, void=True)
    after = replace(standing_after(standing, ends), status=Status.LINKED)
    yield DuplicateLinked(
        **counted(case, at, after), by=command.by, main_id=command.main_id, stopped=ends
    )


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
    is_to_do(command, case, (*BEFORE_ORDER, *AT_UNIT, Status.LISTED))
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
