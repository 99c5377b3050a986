"""A need that no list can take is kept with the reason, placed by an officer, or dropped; and lists of all levels."""

from datetime import date
from typing import Any

import pytest

from services.resources.domain.listing import commands as c
from services.resources.domain.listing import rejections as why
from services.resources.domain.listing.events import (
    ListingFacts,
    ListingKind,
    ListingPublished,
    NeedDropped,
    NeedSetAside,
)
from services.resources.domain.surroundings import UnknownDivision
from tests.unit.resources.scene import ONE, STREET, TODAY, TWO, Scene, asked, on

WANTED = date(2026, 3, 20)
NEED = ListingFacts(
    "n", ListingKind.NEED, "群众诉求所需场地", "nowhere", "", "venue", 40, "seat", 0, WANTED, "p1"
)
OF_NEED: dict[str, Any] = {"listing_id": "n", **asked()}
ASIDE = c.SetNeedAside(need=NEED, rule="unknown-division", label="没有该区划", **OF_NEED)
DROP = c.WithdrawListing(cause_text="诉求已撤回该需求", **OF_NEED)


def place(code: str = ONE, **given: Any) -> c.PlaceNeed:
    return c.PlaceNeed(community_code=code, **{**OF_NEED, **given})


def publish(code: str) -> c.PublishListing:
    told: dict[str, Any] = {
        name: getattr(NEED, name) for name in ("kind", "title", "owner_unit_id", "category")
    }
    more: dict[str, Any] = {
        "target": 40,
        "measure": "seat",
        "closes_on": WANTED,
        "petition_id": "p1",
    }
    return c.PublishListing(community_code=code, **told, **more, **OF_NEED)


def test_it_is_kept_with_the_rule_that_refused_it() -> None:
    (event,) = Scene().when(ASIDE)
    assert isinstance(event, NeedSetAside)
    assert (event.listing, event.rule) == (NEED, "unknown-division")


def test_an_officer_places_it_where_he_says_and_it_is_an_item_like_any_other() -> None:
    scene = Scene().given(ASIDE)
    (event,) = scene.when(place(TWO))
    assert isinstance(event, ListingPublished)
    assert (event.listing.community_code, event.listing.petition_id) == (TWO, "p1")
    assert scene.states["listing-n"].remaining == 40
    scene.check_log()


def test_past_its_day_it_is_placed_only_with_a_new_one() -> None:
    scene = Scene().given(ASIDE)
    late = on(date(2026, 3, 21))
    with pytest.raises(why.ClosesTooEarly):
        scene.decide(place(**late))
    (event,) = scene.when(place(closes_on=date(2026, 3, 31), **late))
    assert isinstance(event, ListingPublished)
    assert event.listing.closes_on == date(2026, 3, 31)


def test_what_the_appeal_needs_no_more_waits_no_longer() -> None:
    scene = Scene().given(ASIDE)
    (event,) = scene.when(DROP)
    assert isinstance(event, NeedDropped)
    for late in (ASIDE, DROP):
        assert scene.decide(late) == ()
    with pytest.raises(why.NeedNotAside):
        scene.decide(place())
    with pytest.raises(why.ListingIsOver):
        scene.decide(publish(ONE))


@pytest.mark.parametrize(
    ("command", "refusal"),
    [(place("nowhere"), UnknownDivision), (c.RateListing(stars=1, **OF_NEED), why.UnknownListing)],
)
def test_nothing_else_is_done_about_it(command: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        Scene().given(ASIDE).decide(command)


def test_what_is_listed_is_not_set_aside_and_what_was_never_asked_for_is_not_placed() -> None:
    assert Scene().given(publish(ONE)).decide(ASIDE) == ()
    with pytest.raises(why.NeedNotAside):
        Scene().decide(place())
    with pytest.raises(why.UnknownListing):
        Scene().decide(DROP)


@pytest.mark.parametrize("code", [STREET, "430111", ONE])
def test_a_list_stands_wherever_a_conference_may(code: str) -> None:
    (event,) = Scene().when(publish(code))
    assert isinstance(event, ListingPublished)
    assert event.effective_date == TODAY
