"""What a running service shows of itself: counts of what was asked, lag, pools, the log."""

import httpx
import pytest

from shared.settings import Role
from tests.support.roster_rows import values, workbook
from tests.support.running_membership import running
from tests.support.running_service import Running
from tests.support.scraping import read
from tests.support.yuhua_district import District, done


def page(address: str) -> dict[str, float]:
    return read(httpx.get(f"{address}/metrics").text)


def test_what_was_asked_and_written_is_counted(service: Running, district: District) -> None:
    before = page(service.address)
    district.member(1)
    after = page(service.address)

    def grown(name: str) -> float:
        return after[f"membership_{name}"] - before.get(f"membership_{name}", 0)

    assert grown("commands_total[command=RegisterMember,outcome=done]") == 1
    assert grown("command_seconds_count[command=RegisterMember]") == 1
    assert grown("events_appended_total") >= 1
    assert after["membership_append_conflicts_total"] >= 0
    assert after["membership_event_log_position"] >= before["membership_event_log_position"]
    assert after["membership_database_pool_connections_max[pool=views]"] == 40


def test_each_row_of_a_roster_is_counted_as_a_command(service: Running, district: District) -> None:
    content = workbook([*(values(n) for n in range(3)), values(3, full_date=values(3).birth_date)])

    def grown() -> dict[str, float]:
        found = page(service.address)
        start = "membership_commands_total[command=RegisterMember,outcome="
        return {name[len(start) : -1]: n for name, n in found.items() if name.startswith(start)}

    before = grown()
    done(district.street.upload("/roster-imports", content, dry_run=True))
    assert grown() == before, "what is only tried is no command"
    done(district.street.upload("/roster-imports", content))
    after = grown()

    assert after["done"] - before.get("done", 0) == 3
    rejected = {name: n for name, n in after.items() if name.startswith("rejected:")}
    assert sum(rejected.values()) - sum(before.get(name, 0) for name in rejected) == 1


def test_every_subscription_of_the_service_is_shown(service: Running, district: District) -> None:
    assert district
    found = page(service.address)

    names = set(service.service.subscriptions)
    assert {"membership.relay", "membership.members"} <= names
    for name in names:
        labels = f"[source=log,subscription={name}]"
        assert found[f"membership_subscription_lag_seconds{labels}"] >= 0, name
        assert found[f"membership_subscription_healthy{labels}"] == 1, name


@pytest.mark.parametrize("role", ["api", "relay", "projector", "policies"])
def test_every_role_answers_for_itself_and_sees_the_whole_service(
    service: Running, role: Role
) -> None:
    """A second process, beside the one that does all the work already."""
    with running(service.database_url, service.keys.parent, role) as other:
        for loop in other.service.subscriptions.values():
            assert loop.progress.wait_until(lambda progress: progress.healthy, 20)
        ready = httpx.get(f"{other.address}/health/ready")
        found = page(other.address)

    assert httpx.codes.is_success(ready.status_code), ready.text
    assert "database" in {check["name"] for check in ready.json()["checks"]}
    assert "membership_subscription_lag_events[source=log,subscription=membership.relay]" in found
