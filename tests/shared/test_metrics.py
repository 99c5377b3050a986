"""Metrics are declared once, named after their service, and read when they are asked for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from shared.event_store.postgres import LogState
from shared.event_store.postgres.horizon import Horizon
from shared.metrics import Metrics, at_scrape, rendered
from shared.metrics.at_scrape import AtScrape, Figures
from shared.metrics.declared import DECLARED, series_of
from shared.subscription.standing import Standing, Standings
from tests.support.scraping import samples

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Doing:
    handled: int = 0
    retries: int = 0
    healthy: bool = True
    standing_by: bool = False


@dataclass
class Loop:
    progress: Doing = field(default_factory=Doing)
    subscription: str = "relay"
    source: str = "log"


@dataclass
class Shared:
    rebalances: int = 4


@dataclass
class Lent:
    size: int = 20
    in_use: int = 3
    waits: int = 2


def looked() -> Standings:
    behind = Standing("members", "log", 5, 90.0, 7, 75.5)
    elsewhere = Standing("figures", "other.v1/3", 5, 1.0, None, None)
    gone = Standing("figures", "other.v1/4", 5, 1.0, None, None, lost=True)
    return Standings([behind, elsewhere, gone], {"members": 2}, {"members": 0.25})


def state_of_log() -> LogState:
    return LogState(12, NOW - timedelta(seconds=3), Horizon(1.5, "other", "pid 7"))


def lost() -> Figures:
    raise ConnectionError


@pytest.fixture
def whole() -> Metrics:
    """Metrics with everything shown that can be."""
    metrics = Metrics("membership")
    for look in (
        at_scrape.loops({"relay": Loop()}),
        at_scrape.pools({"log": Lent()}),
        at_scrape.followings({"other.v1": Shared()}),
        at_scrape.or_nothing(
            at_scrape.standings(looked), at_scrape.log(state_of_log, lambda: NOW), lost
        ),
    ):
        metrics.watch(AtScrape(metrics.service, look))
    metrics.commands.labels("accept-transfer", "done").inc()
    metrics.command_seconds.labels("accept-transfer").observe(0.1)
    metrics.requests.labels("GET", "list", "200").inc()
    metrics.request_seconds.labels("GET", "list").observe(0.1)
    return metrics


def test_exactly_what_is_declared_is_shown_with_its_meaning(whole: Metrics) -> None:
    families = list(text_string_to_metric_families(rendered(whole).decode()))

    own = [one for one in families if not one.name.startswith(("process_", "python_"))]
    meanings = {one.name: one.documentation for one in own}
    shown = {sample.name for one in own for sample in one.samples}
    assert meanings == {
        f"membership_{one.name.removesuffix('_total')}": one.meaning for one in DECLARED
    }
    assert shown == {f"membership_{series}" for one in DECLARED for series in series_of(one)}
    assert "process_resident_memory_bytes" in {one.name for one in families}


def test_names_follow_the_conventions() -> None:
    assert len({one.name for one in DECLARED}) == len(DECLARED)
    for one in DECLARED:
        assert one.name.endswith("_total") == (one.kind == "counter"), one
        assert not one.name.endswith(("_milliseconds", "_minutes", "_percent")), one


def test_two_services_in_one_process_count_apart() -> None:
    one, other = Metrics("membership"), Metrics("petitions")

    one.commands.labels("accept-transfer", "done").inc()

    counted = "commands_total[command=accept-transfer,outcome=done]"
    assert samples(one)[f"membership_{counted}"] == 1
    assert not any("accept-transfer" in name for name in samples(other))


def test_a_loop_is_read_at_each_scrape() -> None:
    metrics, loop = Metrics("membership"), Loop()
    metrics.watch(AtScrape("membership", at_scrape.loops({"relay": loop})))
    loop.progress = Doing(handled=12, retries=2, healthy=False, standing_by=True)

    found = samples(metrics)

    assert {
        name.removeprefix("membership_subscription_"): value
        for name, value in found.items()
        if name.endswith("[source=log,subscription=relay]")
    } == {
        "healthy[source=log,subscription=relay]": 0,
        "standing_by[source=log,subscription=relay]": 1,
        "handled_total[source=log,subscription=relay]": 12,
        "retries_total[source=log,subscription=relay]": 2,
    }


def test_lag_is_told_in_events_and_in_seconds_where_this_process_can_tell(whole: Metrics) -> None:
    found = samples(whole)

    at = "membership_subscription"
    assert found[f"{at}_lag_events[source=log,subscription=members]"] == 7
    assert found[f"{at}_lag_seconds[source=log,subscription=members]"] == 75.5
    assert found[f"{at}_checkpoint_age_seconds[source=log,subscription=members]"] == 90
    assert f"{at}_lag_events[source=other.v1/3,subscription=figures]" not in found
    assert found["membership_dead_letters[subscription=members]"] == 2
    assert found["membership_dead_letters[subscription=figures]"] == 0
    assert found["membership_view_rebuild_done_ratio[view=members]"] == 0.25


def test_a_lost_position_is_told_and_zero_where_there_is_none(whole: Metrics) -> None:
    found = samples(whole)

    lost = "membership_subscription_position_lost"
    assert found[f"{lost}[source=log,subscription=members]"] == 0
    assert found[f"{lost}[source=other.v1/4,subscription=figures]"] == 1
    assert f"{lost}[source=other.v1/3,subscription=figures]" not in found, "its end is not known"


def test_the_log_tells_how_far_it_is_and_what_holds_it_back(whole: Metrics) -> None:
    found = samples(whole)

    assert found["membership_event_log_position"] == 12
    assert found["membership_event_log_unnumbered_age_seconds"] == 3
    assert found["membership_event_log_horizon_age_seconds"] == 1.5


def test_what_cannot_be_asked_is_counted_and_hides_nothing_else(whole: Metrics) -> None:
    assert samples(whole)["membership_observation_failures_total"] == 1
    assert samples(whole)["membership_observation_failures_total"] == 2
    assert samples(whole)["membership_event_log_position"] == 12
    assert samples(whole)["membership_database_pool_waits_total[pool=log]"] == 2
