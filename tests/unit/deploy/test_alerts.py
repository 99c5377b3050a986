"""Rules, alerts, runbooks and dashboards speak of what exists, and each alert fires when it should."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.routing import APIRoute

from deploy.grafana.dashboards import DASHBOARDS, FOLDER, rendered
from deploy.services import STANDING_BY
from shared.http.health import health_router
from shared.messaging.promise import POSITION_LOST_PAGE
from shared.metrics import Metrics
from shared.metrics.declared import DECLARED, series_of
from tests.support import prometheus

ROOT = Path(__file__).parents[3]
PROMETHEUS = ROOT / "deploy" / "prometheus"
RULES = sorted((PROMETHEUS / "rules").glob("*.yml"))
RUNBOOKS = ROOT / "docs" / "runbooks"
FOREIGN = {
    "up",
    "process_start_time_seconds",
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
}
"""What Prometheus and its client library tell of any process."""

_BY_SERVICE = re.compile(r'__name__=~"\[a-z\]\+_(\w+)"')
_RECORDED = re.compile(r"\b(?:service|endpoint|subscription|view|limit):\w+(?::\w+)?")
_PLAIN = re.compile(r"\b(?:process|membership|reporting|python)_\w+")


def rules() -> list[dict[str, Any]]:
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in RULES)
    return [rule for file in files for group in file["groups"] for rule in group["rules"]]


def alerts() -> dict[str, dict[str, Any]]:
    return {rule["alert"]: rule for rule in rules() if "alert" in rule}


def recorded() -> set[str]:
    return {rule["record"] for rule in rules() if "record" in rule}


def questions() -> Iterator[str]:
    """Every expression of rules and dashboards."""
    yield from (rule["expr"] for rule in rules())
    for dashboard in DASHBOARDS:
        yield from (panel.expr for row in dashboard.rows for panel in row.panels)


def unknown(question: str) -> set[str]:
    """What a question asks for and nobody tells."""
    declared = {series for metric in DECLARED for series in series_of(metric)}
    return (
        {name for name in _BY_SERVICE.findall(question) if name not in declared}
        | {name for name in _RECORDED.findall(question) if name not in recorded()}
        | {name for name in _PLAIN.findall(question) if name not in FOREIGN}
    )


def test_rules_and_dashboards_ask_only_for_what_somebody_tells() -> None:
    asked = list(questions())

    assert len(asked) > 60
    assert {name for question in asked for name in unknown(question)} == set()


@pytest.mark.parametrize(
    "question",
    ['{__name__=~"[a-z]+_lag"}', "subscription:lag:max > 1", "membership_commands_total > 0"],
)
def test_a_metric_that_is_nowhere_declared_is_seen(question: str) -> None:
    assert unknown(question)


def test_an_endpoint_that_a_rule_names_is_there() -> None:
    named = {
        name
        for question in questions()
        for names in re.findall(r'endpoint!?[=~]{1,2}"(.*?)"', question)
        for name in names.split("|")
    }

    routes = health_router(list, Metrics("one")).routes
    assert named == {route.path for route in routes if isinstance(route, APIRoute)}


def test_every_alert_has_its_page_and_every_page_its_alert() -> None:
    pages = {rule["annotations"]["runbook"] for rule in alerts().values()}

    assert len(pages) == len(alerts())
    assert pages == {
        f"docs/runbooks/{path.name}" for path in RUNBOOKS.glob("*.md") if path.name != "README.md"
    }
    assert alerts()["PositionLost"]["annotations"]["runbook"] == POSITION_LOST_PAGE
    index = (RUNBOOKS / "README.md").read_text(encoding="utf-8")
    for name, rule in alerts().items():
        page = (ROOT / rule["annotations"]["runbook"]).read_text(encoding="utf-8")
        assert page.startswith(f"# {name} · {rule['annotations']['label']}"), name
        severity = rule["labels"]["severity"]
        label = rule["annotations"]["label"]
        assert (
            f"| [{name}]({Path(rule['annotations']['runbook']).name}) | {label} | {severity} |"
            in index
        )


def test_pages_lead_to_pages_that_exist() -> None:
    for page in RUNBOOKS.glob("*.md"):
        for linked in re.findall(r"\]\(([\w-]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (RUNBOOKS / linked).exists(), f"{page.name} leads to {linked}"


def test_a_relay_alone_is_told_of_as_is_every_role_that_is_to_have_a_stand_by() -> None:
    told = re.findall(r'role="(\w+)"', alerts()["StandByLost"]["expr"])

    assert told == [*STANDING_BY]


def test_every_limit_of_an_alert_is_in_the_one_place() -> None:
    used = {n for rule in alerts().values() for n in _RECORDED.findall(rule["expr"])}

    limits = {name for name in recorded() if name.startswith("limit:")}
    assert {name for name in used if name.startswith("limit:")} == limits


def test_the_rules_do_what_their_cases_say() -> None:
    cases = (PROMETHEUS / "rules_test.yml").read_text(encoding="utf-8")
    assert {name for name in alerts() if f'alertname="{name}"' not in cases} == set()

    told = _promtool("test", "rules", str(PROMETHEUS / "rules_test.yml"))

    assert "SUCCESS" in told


def test_the_configuration_is_sound() -> None:
    assert "SUCCESS" in _promtool("check", "config", str(PROMETHEUS / "prometheus.yml"))


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda one: one.uid)
def test_the_dashboards_are_as_their_source_makes_them(dashboard: Any) -> None:
    """`python -m deploy.grafana.dashboards` writes them."""
    stored = (FOLDER / f"{dashboard.uid}.json").read_text(encoding="utf-8")

    assert json.loads(stored) == rendered(dashboard)


def _promtool(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 -- our own arguments
        [str(prometheus.programs() / "promtool"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
