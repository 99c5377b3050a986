"""Everything that can be decided about a resident unit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from services.resources.domain.command import check_effective_date, stated, written
from services.resources.domain.rejection import Rejection
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.unit.commands import (
    ClosePremises,
    CorrectUnit,
    DepartUnit,
    ForgetLiaison,
    LinkOrganisation,
    NameLiaison,
    OpenPremises,
    RegisterUnit,
    UnitCommand,
    UnlinkOrganisation,
)
from services.resources.domain.unit.events import (
    LiaisonForgotten,
    LiaisonNamed,
    PremisesClosed,
    PremisesOpened,
    UnitCorrected,
    UnitDeparted,
    UnitEvent,
    UnitFacts,
    UnitOrganisationLinked,
    UnitOrganisationUnlinked,
    UnitRegistered,
)
from services.resources.domain.unit.unit import Unit, evolve, fold, initial, present

__all__ = ["Unit", "decide", "evolve", "fold", "initial"]

Events = tuple[UnitEvent, ...]


class UnitAlreadyRegistered(Rejection):
    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "unit_id",
            f"unit {unit_id!r} is registered with other particulars; correct it instead",
            "该单位已登记且信息不同,请使用更正",
        )


class NoPremises(Rejection):
    """A resident unit is one by its premises; who has none left departs."""

    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            "a resident unit has premises in at least one community; record a departure instead",
            "驻区单位至少在一个社区有场所,如全部迁出请办理迁出",
        )


def decide(command: UnitCommand, unit: Unit, around: Surroundings) -> Events:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    if isinstance(command, RegisterUnit):
        return _register(command, unit, around)
    if isinstance(command, ForgetLiaison | DepartUnit) and unit.changed_on and not unit.facts:
        return _after_departure(command, unit)
    facts = present({command.unit_id: unit}, command.unit_id)
    check_effective_date(command, unit.changed_on)
    return _DECIDE[type(command)](command, unit, facts, around)


def _after_departure(command: ForgetLiaison | DepartUnit, unit: Unit) -> Events:
    """Who left has left; whom the unit named can still be forgotten."""
    check_effective_date(command, None)
    if isinstance(command, DepartUnit) or not unit.sealed:
        return ()
    return (LiaisonForgotten(command.unit_id, command.effective_date),)


def _register(command: RegisterUnit, unit: Unit, around: Surroundings) -> Events:
    check_effective_date(command, unit.changed_on)
    after = _facts(command, around)
    named = (written(command.liaison_post, "liaison_post"), written(command.sealed, "sealed"))
    if unit.facts is not None:
        if (unit.facts, unit.liaison_post) == (after, named[0]):
            return ()
        raise UnitAlreadyRegistered(command.unit_id)
    day = command.effective_date
    return (
        UnitRegistered(command.unit_id, None, after, day),
        LiaisonNamed(command.unit_id, *named, day),
    )


def _facts(command: RegisterUnit, around: Surroundings) -> UnitFacts:
    premises = tuple(dict.fromkeys(command.premises))
    if not premises:
        raise NoPremises("premises")
    for code in premises:
        around.community(code, "premises")
    facts = UnitFacts(command.unit_id, written(command.name, "name"), command.unit_class, premises)
    if command.organisation_id is None:
        return facts
    return _linked(facts, command.organisation_id, around)


def _linked(facts: UnitFacts, organisation_id: str, around: Surroundings) -> UnitFacts:
    path = around.organisation(organisation_id).path
    return replace(facts, organisation_id=organisation_id, organisation_path=path)


def _correct(command: CorrectUnit, _: Unit, facts: UnitFacts, __: Surroundings) -> Events:
    name = facts.name if command.name is None else written(command.name, "name")
    after = replace(facts, name=name, unit_class=command.unit_class or facts.unit_class)
    if after == facts:
        return ()
    return (UnitCorrected(command.unit_id, facts, after, command.effective_date),)


def _open(command: OpenPremises, _: Unit, facts: UnitFacts, around: Surroundings) -> Events:
    code = command.community_code
    if code in facts.premises:
        return ()
    around.community(code, "community_code")
    after = replace(facts, premises=(*facts.premises, code))
    return (PremisesOpened(command.unit_id, code, facts, after, command.effective_date),)


def _close(command: ClosePremises, _: Unit, facts: UnitFacts, __: Surroundings) -> Events:
    code = command.community_code
    if code not in facts.premises:
        return ()
    if facts.premises == (code,):
        raise NoPremises("community_code")
    after = replace(facts, premises=tuple(each for each in facts.premises if each != code))
    return (PremisesClosed(command.unit_id, code, facts, after, command.effective_date),)


def _name_liaison(command: NameLiaison, unit: Unit, _: UnitFacts, __: Surroundings) -> Events:
    post, sealed = written(command.post, "post"), written(command.sealed, "sealed")
    if (post, sealed) == (unit.liaison_post, unit.sealed):
        return ()
    return (LiaisonNamed(command.unit_id, post, sealed, command.effective_date),)


def _forget(command: ForgetLiaison, unit: Unit, _: UnitFacts, __: Surroundings) -> Events:
    return (LiaisonForgotten(command.unit_id, command.effective_date),) if unit.sealed else ()


def _link(command: LinkOrganisation, _: Unit, facts: UnitFacts, around: Surroundings) -> Events:
    after = _linked(facts, command.organisation_id, around)
    if after == facts:
        return ()
    return (UnitOrganisationLinked(command.unit_id, facts, after, command.effective_date),)


def _unlink(command: UnlinkOrganisation, _: Unit, facts: UnitFacts, __: Surroundings) -> Events:
    if facts.organisation_id is None:
        return ()
    after = replace(facts, organisation_id=None, organisation_path="")
    return (UnitOrganisationUnlinked(command.unit_id, facts, after, command.effective_date),)


def _depart(command: DepartUnit, _: Unit, facts: UnitFacts, __: Surroundings) -> Events:
    cause = stated(command.cause_text)
    return (UnitDeparted(command.unit_id, facts, None, cause, command.effective_date),)


_DECIDE: dict[type, Callable[[Any, Unit, UnitFacts, Surroundings], Events]] = {
    CorrectUnit: _correct,
    OpenPremises: _open,
    ClosePremises: _close,
    NameLiaison: _name_liaison,
    ForgetLiaison: _forget,
    LinkOrganisation: _link,
    UnlinkOrganisation: _unlink,
    DepartUnit: _depart,
}
