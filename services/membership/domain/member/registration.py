"""Entering people in the register, and putting right what was entered wrongly."""

from dataclasses import replace
from datetime import date

from services.membership.domain.calendar import add_years
from services.membership.domain.command import check_effective_date
from services.membership.domain.member.case import MemberCase, home_for_members, on_register
from services.membership.domain.member.causes import Origin
from services.membership.domain.member.commands import CorrectMember, RegisterMember
from services.membership.domain.member.details import MemberDetails
from services.membership.domain.member.events import (
    MemberCorrected,
    MemberRegistered,
    PostRelieved,
)
from services.membership.domain.member.member import Member
from services.membership.domain.member.posts import check_posts, posts_left
from services.membership.domain.member.rejections import (
    ComesBackByTransfer,
    DateNotReached,
    ExpectedByTransfer,
    FullBeforeJoining,
    JoinedUnderAge,
    MayNotRegisterAgain,
    MemberAlreadyRegistered,
    MemberIsForgotten,
    NotAMembershipStanding,
    ProbationaryHasNoFullDate,
    SealedDataMissing,
    TransferMustRunItsCourse,
)
from services.membership.domain.member.standing import ProbationNotServed, probation_ends
from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.rules.decider import Rules
from services.membership.domain.rules.names import RuleName
from services.membership.domain.terms import MemberFacts, Standing

_ENTERED = (Standing.FULL, Standing.PROBATIONARY)


def register(command: RegisterMember, case: MemberCase) -> tuple[MemberRegistered, ...]:
    """Enter a person once; the same particulars again yield nothing."""
    member, details, day = case.member, command.details, command.effective_date
    home = home_for_members(case.organisations, command.organisation_id, day)
    after = facts_at(home, details)
    if member.facts is not None:
        if _is_registered_so(member, after, details):
            return ()
        raise MemberAlreadyRegistered(command.member_id)
    _check_no_transfer(command, member)
    check_effective_date(command, member.changed_on)
    check_may_register(command.member_id, member, details)
    check_details(details, day, case.rules)
    check_posts(command.posts, details.standing)
    if not command.sealed:
        raise SealedDataMissing("sealed")
    return (
        MemberRegistered(
            member_id=command.member_id,
            before=None,
            after=after,
            join_date=details.join_date,
            full_date=details.full_date,
            posts=command.posts,
            sealed=command.sealed,
            origin=command.origin,
            transfer_id=None,
            effective_date=day,
        ),
    )


def _check_no_transfer(command: RegisterMember, member: Member) -> None:
    """Who arrives by a letter, or left by one, is not entered past it."""
    if command.origin is Origin.TRANSFER:
        raise TransferMustRunItsCourse
    if member.open_transfer is not None:
        raise ExpectedByTransfer(command.member_id, member.open_transfer)
    if member.standing is Standing.TRANSFERRED_OUT:
        raise ComesBackByTransfer(command.member_id)


def facts_at(home: Organisation, details: MemberDetails) -> MemberFacts:
    """What is counted of a person with these details in the organisation ``home``."""
    return MemberFacts(
        home.organisation_id,
        home.path,
        details.standing,
        details.member_class,
        details.education,
        details.birth_date,
        details.gender,
    )


def _is_registered_so(member: Member, after: MemberFacts, details: MemberDetails) -> bool:
    """Whether all is recorded so already; the path may have changed with the tree."""
    if (member.join_date, member.full_date) != (details.join_date, details.full_date):
        return False
    facts = member.facts
    return facts is not None and after == replace(facts, organisation_path=after.organisation_path)


def check_may_register(member_id: str, member: Member, details: MemberDetails) -> None:
    """Refuse who was forgotten, expelled or is dead, and who comes back from removal unchanged.

    Who was removed may join anew, and then begins as a probationary member (党章 art. 7).
    """
    if member.forgotten:
        raise MemberIsForgotten(member_id)
    if member.left_on is None or member.standing is Standing.TRANSFERRED_OUT:
        return
    removed = member.standing is Standing.REMOVED and details.join_date >= member.left_on
    if not (removed and details.standing is Standing.PROBATIONARY):
        raise MayNotRegisterAgain(member_id, member.standing)


def check_details(details: MemberDetails, on: date, rules: Rules, prefix: str = "details.") -> None:
    """Refuse details that cannot be true together on the day ``on``; fields begin with ``prefix``."""
    if details.standing not in _ENTERED:
        raise NotAMembershipStanding(details.standing, prefix + "standing")
    check_dates(details.birth_date, details.join_date, on, rules, prefix)
    _check_full_date(details, on, prefix)


def check_dates(birth: date, joined: date, on: date, rules: Rules, prefix: str) -> None:
    """Who joins is of age (党章 art. 1), and joined by the day ``on``."""
    years = rules.value(RuleName.JOINING_AGE, joined)
    of_age = add_years(birth, years)
    if joined < of_age:
        raise JoinedUnderAge(prefix + "join_date", of_age, years)
    if joined > on:
        raise DateNotReached(prefix + "join_date", joined, on)


def _check_full_date(details: MemberDetails, on: date, prefix: str) -> None:
    full, field = details.full_date, prefix + "full_date"
    if full is None:
        return
    if details.standing is Standing.PROBATIONARY:
        raise ProbationaryHasNoFullDate(field)
    if full < details.join_date:
        raise FullBeforeJoining(field, full, details.join_date)
    if full > on:
        raise DateNotReached(field, full, on)


def correct(command: CorrectMember, case: MemberCase) -> tuple[MemberCorrected | PostRelieved, ...]:
    """Put right what is given; nothing changes when it was so already.

    Who was entered as probationary by mistake still served his probation before he was full.
    """
    member = case.member
    facts = on_register(command, member)
    details = _corrected_details(command, member, facts)
    after = _corrected_facts(facts, details)
    if command.sealed is not None:
        _check_sealed(command.sealed, member)
    sealed = "" if command.sealed in (None, member.sealed) else command.sealed or ""
    if not sealed and _is_registered_so(member, after, details):
        return ()
    _check_corrected(command, details, facts, case.rules)
    _check_probation_served(details, member, case.rules)
    return (
        MemberCorrected(
            member_id=command.member_id,
            before=facts,
            after=after,
            join_date=details.join_date,
            full_date=details.full_date,
            sealed=sealed,
            effective_date=command.effective_date,
        ),
        *posts_left(member, after, command.effective_date),
    )


def _check_sealed(sealed: str, member: Member) -> None:
    if not sealed:
        raise SealedDataMissing("sealed")
    if member.forgotten:
        raise MemberIsForgotten(member.member_id)


def _check_corrected(
    command: CorrectMember, details: MemberDetails, facts: MemberFacts, rules: Rules
) -> None:
    """A suspended member's standing is not corrected but restored."""
    if facts.standing is not Standing.SUSPENDED:
        check_details(details, command.effective_date, rules, prefix="")
    elif command.standing not in (None, Standing.SUSPENDED):
        raise NotAMembershipStanding(details.standing, "standing")
    else:
        entered = replace(details, standing=Standing.FULL)
        check_details(entered, command.effective_date, rules, prefix="")


def _check_probation_served(details: MemberDetails, member: Member, rules: Rules) -> None:
    if (member.standing, details.standing) != (Standing.PROBATIONARY, Standing.FULL):
        return
    ends = probation_ends(replace(member, join_date=details.join_date), rules)
    if details.full_date is None or details.full_date < ends:
        raise ProbationNotServed(ends, "full_date")


def _corrected_details(command: CorrectMember, member: Member, facts: MemberFacts) -> MemberDetails:
    standing = command.standing or facts.standing
    full = command.full_date
    if full is None and standing is not Standing.PROBATIONARY:
        full = member.full_date
    return MemberDetails(
        standing=standing,
        member_class=facts.member_class,
        education=command.education or facts.education,
        gender=command.gender or facts.gender,
        birth_date=command.birth_date or facts.birth_date,
        join_date=command.join_date or member.join_date,
        full_date=full,
    )


def _corrected_facts(facts: MemberFacts, details: MemberDetails) -> MemberFacts:
    return replace(
        facts,
        standing=details.standing,
        education=details.education,
        birth_date=details.birth_date,
        gender=details.gender,
    )
