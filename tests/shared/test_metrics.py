"""Metrics are declared once, named after their service, and read when they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from prometheus_client.parser import text_string_to_metric_families

from shared.metrics import Metrics, rendered


@dataclass
class Doing:
    handled: int = 0
    retries: int = 0
    healthy: bool = True


@dataclass
class Loop:
    progress: Doing = field(default_factory=Doing)
    behind: int = 0

    def lag(self) -> int:
        return self.behind


class Lost(Loop):
    def lag(self) -> int:
        raise ConnectionError


def samples(metrics: Metrics) -> dict[str, float]:
    def each() -> Iterator[tuple[str, float]]:
        for family in text_string_to_metric_families(rendered(metrics).decode()):
            for sample in family.samples:
                labels = ",".join(f"{k}={v}" for k, v in sorted(sample.labels.items()))
                yield f"{sample.name}[{labels}]" if labels else sample.name, sample.value

    return dict(each())


def test_every_metric_is_named_after_its_service_and_has_a_meaning() -> None:
    metrics = Metrics("membership")
    metrics.watch({"membership.register": Loop()})

    families = list(text_string_to_metric_families(rendered(metrics).decode()))

    own = [one for one in families if not one.name.startswith(("process_", "python_"))]
    assert {one.name.split("_")[0] for one in own} == {"membership"}
    assert all(one.documentation for one in own)
    assert "process_resident_memory_bytes" in {one.name for one in families}


def test_two_services_in_one_process_count_apart() -> None:
    one, other = Metrics("membership"), Metrics("petitions")

    one.commands.labels("accept-transfer", "done").inc()

    counted = "commands_total[command=accept-transfer,outcome=done]"
    assert samples(one)[f"membership_{counted}"] == 1
    assert not any("accept-transfer" in name for name in samples(other))


def test_a_loop_is_read_at_each_scrape() -> None:
    metrics, loop = Metrics("membership"), Loop()
    metrics.watch({"relay": loop})
    loop.behind, loop.progress = 7, Doing(handled=12, retries=2, healthy=False)

    found = samples(metrics)

    assert {
        name.removeprefix("membership_subscription_"): value
        for name, value in found.items()
        if name.endswith("[subscription=relay]")
    } == {
        "lag_events[subscription=relay]": 7,
        "healthy[subscription=relay]": 0,
        "handled_total[subscription=relay]": 12,
        "retries_total[subscription=relay]": 2,
    }


def test_a_lag_that_cannot_be_told_hides_nothing_else() -> None:
    metrics = Metrics("membership")
    metrics.watch({"relay": Lost()})

    found = samples(metrics)

    assert found["membership_subscription_lag_events[subscription=relay]"] != pytest.approx(0)
    assert found["membership_subscription_healthy[subscription=relay]"] == 1


def test_a_gauge_may_be_a_question() -> None:
    metrics = Metrics("membership")
    metrics.horizon_age.set_function(lambda: 1.5)

    assert samples(metrics)["membership_event_log_horizon_age_seconds"] == 1.5
