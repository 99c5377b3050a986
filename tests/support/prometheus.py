"""The real Prometheus for tests: installed, or fetched from Debian's package once."""

import re
from pathlib import Path
from typing import Any

import httpx

from deploy.local.prometheus import RULES
from deploy.local.prometheus_program import NoPrometheus, ensure_prometheus
from tests.support.required import missing

NO_PROMETHEUS = "NO PROMETHEUS FOR TESTS"


def programs() -> Path:
    """The folder of `prometheus` and `promtool`.

    Skips the test, loudly, where there can be none; in CI that is a failure.
    """
    try:
        return ensure_prometheus()
    except NoPrometheus as reason:
        missing(NO_PROMETHEUS, "TEST_REQUIRE_PROMETHEUS", reason)


def hasty_rules(folder: Path) -> list[Path]:
    """The city's own rules, with no patience: a lag of a second is too much, and at once."""
    hasty = []
    for rules in RULES.glob("*.yml"):
        text = re.sub(r"^ +for: .*\n", "", rules.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path = folder / rules.name
        path.write_text(re.sub(r"(_lag_seconds.*)vector\(60\)", r"\1vector(1)", text))
        hasty.append(path)
    return hasty


def firing(address: str) -> set[str]:
    """The alerts that fire now."""
    found: Any = httpx.get(f"{address}/api/v1/alerts").json()["data"]["alerts"]
    return {one["labels"]["alertname"] for one in found if one["state"] == "firing"}


def asked(address: str, question: str) -> dict[str, float]:
    """The answer of the present moment, by subscription."""
    answer: Any = httpx.get(f"{address}/api/v1/query", params={"query": question}).json()
    return {
        one["metric"].get("subscription", ""): float(one["value"][1])
        for one in answer["data"]["result"]
    }
