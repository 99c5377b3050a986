"""An address that knocks too often waits; others do not feel it."""

import pytest

from shared.http.rate_limit import RateLimit
from shared.http.refusals import TooOften


def test_an_address_gets_so_many_a_minute_and_more_as_time_passes() -> None:
    now = [0.0]
    limit = RateLimit(2, lambda: now[0])
    limit.take("a")
    limit.take("a")

    with pytest.raises(TooOften) as refused:
        limit.take("a")
    limit.take("b")
    now[0] += 31
    limit.take("a")
    with pytest.raises(TooOften):
        limit.take("a")

    assert refused.value.status_code == 429
    assert refused.value.headers == {"Retry-After": "31"}


def test_who_waits_long_gets_no_more_than_a_minutes_worth() -> None:
    now = [0.0]
    limit = RateLimit(1, lambda: now[0])
    limit.take("a")
    now[0] += 3_600
    limit.take("a")

    with pytest.raises(TooOften):
        limit.take("a")
