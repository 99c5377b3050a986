"""Need, resource and project lists: published, claimed from either side, done and rated."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.resources.domain.booking.facts import BookingRef
from services.resources.domain.command import CauseMissing
from services.resources.domain.listing import commands as listing
from services.resources.domain.listing import rejections as about_listing
from services.resources.domain.listing.events import (
    ClaimConfirmed,
    ClaimStage,
    ListingKind,
    ListingWithdrawn,
    Points,
    Side,
)
from services.resources.domain.rejection import Rejection
from services.resources.domain.unit.unit import UnknownUnit
from tests.unit.resources.scene import (
    FORESTRY,
    ONE,
    SCHOOL,
    asked,
    on,
    street,
)

OF_LISTING: dict[str, Any] = {"listing_id": "l", **asked()}


def publish(**given: Any) -> listing.PublishListing:
    asked_for: dict[str, Any] = {
        "kind": ListingKind.PROJECT,
        "title": "适老化改造",
        "community_code": ONE,
        "owner_unit_id": "",
        "category": "助老",
        "target": 10,
        "measure": "户",
        "closes_on": date(2026, 9, 30),
        "points": 2,
        "petition_id": "petition-7",
        **OF_LISTING,
        **given,
    }
    return listing.PublishListing(**asked_for)


def claim(claim_id: str, amount: int, unit_id: str = FORESTRY, by: Side = Side.CLAIMANT) -> Any:
    return listing.MakeClaim(claim_id=claim_id, unit_id=unit_id, amount=amount, by=by, **OF_LISTING)


def confirm(claim_id: str, by: Side = Side.OWNER) -> listing.ConfirmClaim:
    return listing.ConfirmClaim(claim_id=claim_id, by=by, **OF_LISTING)


def test_either_side_claims_and_the_other_confirms() -> None:
    scene = street().given(publish(), claim("c1", 4), claim("c2", 6, SCHOOL, Side.OWNER))
    (first,) = scene.when(confirm("c1"))
    (second,) = scene.when(confirm("c2", Side.CLAIMANT))
    assert isinstance(first, ClaimConfirmed)
    assert isinstance(second, ClaimConfirmed)
    assert (first.claimed, second.claimed) == (4, 10)
    assert first.awarded == Points(FORESTRY, "c1", 8)
    assert first.after.stage is ClaimStage.CONFIRMED


def test_a_withdrawn_project_frees_its_bookings_and_takes_its_points_back() -> None:
    booking = BookingRef("hall", "2026-03", "b1")
    scene = street().given(publish(), claim("c1", 4), confirm("c1"))
    scene.when(listing.AttachBooking(booking=booking, **OF_LISTING))
    (event,) = scene.when(listing.WithdrawListing(cause_text="资金未落实", **OF_LISTING))
    assert isinstance(event, ListingWithdrawn)
    assert event.bookings == (booking,)
    assert event.taken_back == (Points(FORESTRY, "c1", 8),)
    scene.when(listing.DetachBooking(booking=booking, **OF_LISTING))


def test_a_completed_item_is_rated() -> None:
    scene = street().given(publish(), claim("c1", 4), confirm("c1"))
    scene.given(
        listing.ReportProgress(claim_id="c1", done=3, note="已完成三户", **OF_LISTING),
        listing.CompleteListing(result="完成三户", **OF_LISTING),
        listing.RateListing(stars=5, **OF_LISTING),
    )
    with pytest.raises(about_listing.RatingOutOfBounds):
        scene.decide(listing.RateListing(stars=6, **OF_LISTING))


def test_after_its_last_day_nobody_claims_whatever_day_he_names() -> None:
    scene = street().given(publish())
    last, late = on(date(2026, 9, 30)), date(2026, 10, 1)
    assert scene.decide(replace(claim("c1", 4), **last))
    with pytest.raises(about_listing.ListingClosed):
        scene.decide(replace(claim("c1", 4), **last | {"today": late}))
    with pytest.raises(about_listing.ClosesTooEarly):
        street().decide(publish(**last | {"today": late}))


@pytest.mark.parametrize(
    ("command", "rejection"),
    [
        (claim("c2", 7), about_listing.ClaimBeyondTarget),
        (claim("c2", 1, ""), about_listing.OwnListing),
        (claim("c2", 1, "nobody"), UnknownUnit),
        (confirm("c1", Side.CLAIMANT), about_listing.OtherSideConfirms),
        (confirm("c9"), about_listing.UnknownClaim),
        (publish(title="其他"), about_listing.ListingAlreadyPublished),
        (publish(listing_id="m", points=101), about_listing.PointsOutOfBounds),
        (publish(listing_id="m", points=-1), about_listing.PointsOutOfBounds),
        (listing.RateListing(stars=5, **OF_LISTING), about_listing.ListingNotCompleted),
        (listing.WithdrawClaim(claim_id="c1", cause_text="", **OF_LISTING), CauseMissing),
    ],
)
def test_what_breaks_a_rule_of_the_lists_is_refused(
    command: Any, rejection: type[Rejection]
) -> None:
    with pytest.raises(rejection) as refused:
        street().given(publish(), claim("c1", 4)).decide(command)
    assert refused.value.label
