"""Claims (认领): asked by either side, confirmed by the other, given up by either."""

from dataclasses import replace

from services.resources.domain.command import positive, stated, written
from services.resources.domain.listing.case import ListingCase, check_open, points_for
from services.resources.domain.listing.commands import (
    ConfirmClaim,
    DeclineClaim,
    MakeClaim,
    ReportProgress,
    WithdrawClaim,
)
from services.resources.domain.listing.events import (
    Claim,
    ClaimConfirmed,
    ClaimDeclined,
    ClaimMade,
    ClaimStage,
    ClaimWithdrawn,
    ListingEvent,
    ListingFacts,
    Points,
    ProgressReported,
)
from services.resources.domain.listing.rejections import (
    ClaimBeyondTarget,
    ClaimIdTaken,
    ClaimStageWrong,
    DoneBeyondClaim,
    ListingClosed,
    OtherSideConfirms,
    OwnListing,
    UnknownClaim,
)
from services.resources.domain.unit.unit import present

Events = tuple[ListingEvent, ...]


def make(command: MakeClaim, case: ListingCase, facts: ListingFacts) -> Events:
    """Either side asks; what is asked for is held until the other answers."""
    listing, day = case.listing, command.effective_date
    claim = Claim(command.claim_id, command.unit_id, command.amount, command.by)
    known = listing.claims.get(command.claim_id)
    if known is not None:
        if replace(known, stage=claim.stage, done=0) == claim:
            return ()
        raise ClaimIdTaken
    check_open(listing)
    if command.today > facts.closes_on:
        raise ListingClosed(facts.closes_on)
    if command.unit_id == facts.owner_unit_id:
        raise OwnListing
    if command.unit_id:
        present(case.units, command.unit_id)
    if positive(command.amount, "amount") > listing.remaining:
        raise ClaimBeyondTarget(command.amount, listing.remaining)
    return (ClaimMade(command.listing_id, claim, day),)


def confirm(command: ConfirmClaim, case: ListingCase, facts: ListingFacts) -> Events:
    """The side that was asked agrees."""
    listing, before = case.listing, _claim_of(command.claim_id, case)
    if before.stage is ClaimStage.CONFIRMED:
        return ()
    check_open(listing)
    _check_answers(command, before)
    after = replace(before, stage=ClaimStage.CONFIRMED)
    claimed, day = listing.claimed, command.effective_date
    return (
        ClaimConfirmed(
            command.listing_id,
            before,
            after,
            claimed,
            claimed + after.amount,
            points_for(after, facts),
            day,
        ),
    )


def decline(command: DeclineClaim, case: ListingCase, _: ListingFacts) -> Events:
    before = _claim_of(command.claim_id, case)
    if before.stage is ClaimStage.DECLINED:
        return ()
    cause = stated(command.cause_text)
    _check_answers(command, before)
    after = replace(before, stage=ClaimStage.DECLINED)
    return (ClaimDeclined(command.listing_id, before, after, cause, command.effective_date),)


def withdraw(command: WithdrawClaim, case: ListingCase, facts: ListingFacts) -> Events:
    """Give the claim up; what was awarded for it is taken back."""
    listing, before = case.listing, _claim_of(command.claim_id, case)
    if before.stage is ClaimStage.WITHDRAWN:
        return ()
    check_open(listing)
    _check_stage(before, ClaimStage.OPEN, ClaimStage.CONFIRMED)
    confirmed = before.stage is ClaimStage.CONFIRMED
    back = points_for(before, facts) if confirmed else Points(before.unit_id, before.claim_id, 0)
    return (
        ClaimWithdrawn(
            command.listing_id,
            before,
            replace(before, stage=ClaimStage.WITHDRAWN),
            listing.claimed,
            listing.claimed - (before.amount if confirmed else 0),
            back,
            stated(command.cause_text),
            command.effective_date,
        ),
    )


def report(command: ReportProgress, case: ListingCase, _: ListingFacts) -> Events:
    before = _claim_of(command.claim_id, case)
    if before.done == command.done:
        return ()
    check_open(case.listing)
    _check_stage(before, ClaimStage.CONFIRMED)
    if not 0 <= command.done <= before.amount:
        raise DoneBeyondClaim(before.amount)
    after = replace(before, done=command.done)
    note, day = written(command.note, "note"), command.effective_date
    return (ProgressReported(command.listing_id, before, after, note, day),)


def _claim_of(claim_id: str, case: ListingCase) -> Claim:
    if (claim := case.listing.claims.get(claim_id)) is None:
        raise UnknownClaim(claim_id)
    return claim


def _check_answers(command: ConfirmClaim | DeclineClaim, claim: Claim) -> None:
    _check_stage(claim, ClaimStage.OPEN)
    if command.by is claim.by:
        raise OtherSideConfirms(claim.by)


def _check_stage(claim: Claim, *wanted: ClaimStage) -> None:
    if claim.stage not in wanted:
        raise ClaimStageWrong(claim.stage)
