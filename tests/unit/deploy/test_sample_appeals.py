"""The sample's appeals: as many as the report counts, within their days, always drawn alike."""

from collections import Counter
from datetime import datetime, timedelta

from deploy.sample.appeals import WEEK_DAYS, YEAR_DAYS, SampleAppeal, week, year
from deploy.sample.chance import seeded
from shared.clock import CITY_TIME

TODAY = datetime(2026, 11, 22, tzinfo=CITY_TIME)
PLACES = ("430111001002", "430111002001")


def _year() -> tuple[SampleAppeal, ...]:
    return year(TODAY, seeded(7))


def test_a_year_has_the_calls_letters_and_visits_of_the_report() -> None:
    channels = Counter(one.body["channel"] for one in _year())
    assert channels["hotline"] == 243
    assert channels["desk"] + channels["mailbox"] == 30


def test_51_of_the_year_are_handled_under_a_promise_and_all_are_closed() -> None:
    steps = [[step["step"] for step in one.body["steps"]] for one in _year()]
    assert sum("dispatch" in each for each in steps) == 51
    assert {each[-1] for each in steps} == {"close"}


def test_every_appeal_lies_in_its_days_and_its_steps_follow_one_another() -> None:
    for appeals, days in ((_year(), YEAR_DAYS), (week(TODAY, PLACES, seeded(7)), WEEK_DAYS)):
        for one in appeals:
            moments = [one.body["at"], *(step["at"] for step in one.body["steps"])]
            times = [datetime.fromisoformat(moment) for moment in moments]
            assert times == sorted(times)
            assert TODAY - timedelta(days=days) <= times[0] <= times[-1] < TODAY


def test_the_same_seed_draws_the_same() -> None:
    assert _year() == _year()
    assert len({one.key for one in _year()}) == 273
