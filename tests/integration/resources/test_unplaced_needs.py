"""Officers see the needs that no list could take, and place them; a street's list is seen by its units."""

from datetime import timedelta

import pytest

from services.resources.domain.listing.commands import SetNeedAside
from services.resources.domain.listing.events import ListingFacts, ListingKind
from shared.acting import Acting
from shared.clock import new_id
from tests.support.running_resources import ONE, Town, made
from tests.support.running_service import problem_of

STREET = "430111001"


@pytest.fixture(scope="module")
def aside(yuhua: Town) -> str:
    """As the consumer sets it aside."""
    today = yuhua.running.clock.today
    need = ListingFacts(
        *("n-1", ListingKind.NEED, "群众诉求所需场地", "430199", "", "venue", 40, "seat", 0),
        today + timedelta(days=9),
        "p-1",
    )
    now = yuhua.running.clock()
    command = SetNeedAside(
        listing_id="n-1",
        need=need,
        rule="unknown-division",
        label="没有代码为 430199 的区划",
        now=now,
        today=today,
        actor="resources.needs",
        effective_date=today,
    )
    office = yuhua.running.service.app.state.office
    outcome = office.commands.execute(command, Acting(now, "resources.needs", new_id()))
    assert outcome.changed
    yuhua.street.written.event = "listing-n-1@1"
    return "n-1"


def test_it_is_listed_placed_and_gone_from_the_list(yuhua: Town, aside: str) -> None:
    [row] = yuhua.street.get("/unplaced_needs", place_code="430199").json()["items"]
    assert (row["listing_id"], row["rule"]) == (aside, "unknown-division")
    unit = yuhua.unit(ONE)
    liaison = yuhua.running.as_("unit_liaison", unit)
    assert liaison.get("/unplaced_needs").json()["items"] == []
    refused = liaison.post(f"/listings/{aside}/place", {"community_code": ONE})
    assert refused.status_code == 403
    elsewhere = yuhua.other_street.post(f"/listings/{aside}/place", {"community_code": ONE})
    assert elsewhere.status_code == 403
    unknown = problem_of(yuhua.city.post(f"/listings/{aside}/place", {"community_code": "430199"}))
    assert unknown[1] == "unknown-division"

    made(yuhua.street.post(f"/listings/{aside}/place", {"community_code": STREET}))

    assert yuhua.street.get("/unplaced_needs").json()["items"] == []
    seen = liaison.get(f"/listings/{aside}").json()
    assert (seen["community_code"], seen["petition_id"]) == (STREET, "p-1")
    claim = {"claim_id": "k", "unit_id": unit, "amount": 40, "by": "claimant"}
    made(liaison.post(f"/listings/{aside}/claims", claim))
    made(yuhua.street.post(f"/listings/{aside}/claims/k/confirm", {"by": "owner"}))
    again = problem_of(yuhua.city.post(f"/listings/{aside}/place", {"community_code": ONE}))
    assert again[:2] == (409, "need-not-aside")
