"""Given messages about appeals, then these rows: the projection is a pure function."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from services.petitions.domain.petition import commands as c
from services.petitions.domain.petition.causes import RedoCause, RefusalCause
from services.petitions.domain.petition.words import Satisfaction, Status
from services.reporting.projections.petitions import PETITIONS
from services.reporting.projections.petitions.messages import COUNTING, STEPS, heard
from services.reporting.projections.petitions.projection import STAGES
from shared.contracts.petitions import MESSAGES
from shared.messaging.hearing import UnknownMessage
from tests.support.told_by_membership import received
from tests.support.told_by_petitions import Appeals
from tests.support.written import Written, chosen, written_by
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    DIGEST,
    STREET,
    after,
    dispatch,
    register,
    resolve,
    told,
)


def written(city: Appeals, since: int = 0) -> Written:
    return written_by(PETITIONS, [received(message) for message in city.told[since:]])


def test_a_registered_appeal_is_one_more_on_the_citys_day() -> None:
    late = datetime(2026, 6, 1, 16, 30, tzinfo=UTC)  # half past midnight in the city
    city = Appeals()
    units = len(city.told)
    city.when(register(now=late))

    [row] = written(city, units).rows["petition_ledger"]

    assert (row["change"], row["petition_id"], row["stage"]) == ("1", "p1", "waiting")
    assert (row["registered_on"], row["effective_date"]) == ("2026-06-02", "2026-06-02")
    assert str(row["place_path"]).endswith(f"{STREET}/{COMMUNITY}")
    assert (row["channel"], row["kind"], row["reason"]) == (
        "hotline",
        "complaint",
        "petition-registered",
    )


def test_a_step_that_changes_no_figure_writes_nothing() -> None:
    city = Appeals().when(register(), dispatch(lead_id=COMMUNITY), told(c.SignForOrder))
    before = len(city.told)
    city.when(told(c.TakeInHand, handler="account-7"))

    assert len(city.told) > before
    assert not written(city, before).rows


def test_an_answer_takes_one_from_the_backlog_and_adds_one_to_the_handled() -> None:
    city = Appeals().when(register(), dispatch(lead_id=COMMUNITY), told(c.SignForOrder))
    before = len(city.told)
    city.when(resolve(after(days=1)))
    rating = {"resolved": True, "satisfaction": Satisfaction.SATISFIED}
    city.when(told(c.RatePetition, after(days=2), by="", tracking_digest=DIGEST, **rating))

    rows = written(city, before).rows["petition_ledger"]

    assert chosen(rows, "change", "stage", "handling", "satisfaction") == [
        ("-1", "at_unit", "pending", "unasked"),
        ("1", "answered", "kept", "unasked"),
        ("-1", "answered", "kept", "unasked"),
        ("1", "answered", "kept", "satisfied"),
    ]


def test_done_again_a_late_answer_is_late_in_the_figures_all_the_same() -> None:
    city = Appeals().when(register(), dispatch(lead_id=COMMUNITY), told(c.SignForOrder))
    city.when(resolve(after(days=8)))
    before = len(city.told)
    city.when(told(c.RedoPetition, after(days=9), cause=RedoCause.NOT_RESOLVED))
    city.when(resolve(after(days=9)))

    rows = written(city, before).rows["petition_ledger"]

    assert chosen(rows, "change", "stage", "response", "handling") == [
        ("-1", "answered", "kept", "broken"),
        ("1", "at_unit", "pending", "broken"),
        ("-1", "at_unit", "pending", "broken"),
        ("1", "answered", "kept", "broken"),
    ]


def test_a_correction_moves_it_from_category_to_category() -> None:
    city = Appeals().when(register())
    before = len(city.told)
    city.when(told(c.RecategorisePetition, category_id="noise", place=COMMUNITY))

    rows = written(city, before).rows["petition_ledger"]

    assert [row["change"] for row in rows] == ["-1", "1"]
    assert str(rows[0]["category_path"]).endswith("property-management")
    assert str(rows[1]["category_path"]).endswith("noise")


def test_what_time_does_is_a_step_of_its_own_and_counted() -> None:
    city = Appeals().when(register(), dispatch(lead_id=COMMUNITY), told(c.SignForOrder))
    before = len(city.told)
    city.when(told(c.SupervisePromises, after(days=8)))

    rows = written(city, before).rows

    steps = chosen(rows["supervision_steps"], "step", "promise", "unit_id")
    assert steps == [("warned", "handle", COMMUNITY), ("yellow", "handle", COMMUNITY)]
    assert chosen(rows["petition_ledger"], "change", "card", "handling") == [
        ("-1", "none", "pending"),
        ("1", "yellow", "broken"),
    ]


def test_a_refused_appeal_stays_refused_when_it_is_filed() -> None:
    city = Appeals().when(
        register(), told(c.RefusePetition, cause=RefusalCause.NO_MATTER), told(c.ClosePetition)
    )

    rows = written(city).rows["petition_ledger"]

    assert chosen(rows[-1:], "stage", "reason") == [("refused", "petition-refused")]


def test_every_message_that_counts_is_read() -> None:
    """A new message that says how an appeal stood and stands must not be passed over."""
    counting = {
        name.split(".")[1]
        for name, contract in MESSAGES.items()
        if {"about", "before", "after"} <= set(contract.__dataclass_fields__)
    }

    assert counting == {*COUNTING, *STEPS, "petition-recategorised", "petition-closed"}


def test_every_status_is_counted() -> None:
    assert set(STAGES) == {status.value for status in Status}


@pytest.mark.parametrize("missing", ["status", "unit_id", "handling"])
def test_a_message_that_lacks_what_is_counted_cannot_be_read(missing: str) -> None:
    message: dict[str, Any] = msgspec.json.decode(Appeals().when(register()).told[-1].value)
    del message["data"]["after"][missing]

    with pytest.raises(msgspec.ValidationError, match=missing):
        heard(msgspec.json.encode(message))


def test_a_message_of_tomorrow_cannot_be_read() -> None:
    with pytest.raises(UnknownMessage, match="comet-seen"):
        heard(b'{"type": "petitions.comet-seen.v1", "data": {}}')
