"""The platform's main job as a new user sees it: `make demo`, also when it is killed on the way."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.support.processes import processes_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FIGURES = {
    "district": "430111",
    "communities": 78,
    "communities_with_organisation": 73,
    "organisations": {"primary_committee": 2, "general_branch": 18, "branch": 62},
    "members": 3791,
    "members_by_age": {"under_35": 847, "35_to_60": 1872, "over_60": 1072},
    "members_by_education": {"college_and_above": 1668, "below_college": 2123},
    "transferred_in": 2151,
}
"""As the published report of the district has them."""
APPEALS = {"calls": 243, "letters_and_visits": 30, "handled": 51}
"""As one community's report has them."""
SHARED = {"conferences": 73, "hall_loans": 6, "hall_minutes": 720, "funds_fen": 500_000}
"""A unit of the same community lent its hall of 500 seats six times in a year, and gave 5,000 yuan."""
WEEK = {
    "inquiry": 188,
    "help": 120,
    "suggestion": 60,
    "complaint": 14,
    "report": 6,
    "thanks": 12,
}
"""400 appeals in the mix a large city publishes: 47 % inquiries, 30 % help, 15 % suggestions, 5 %
complaints and reports, the rest thanks."""


def started(home: Path, *more: str) -> "subprocess.Popen[str]":
    program = [sys.executable, "-m", "deploy.demo", "--once", "--port", "0", "--home", str(home)]
    program += more
    return subprocess.Popen(  # noqa: S603 -- our own program
        program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def finished(home: Path, *more: str) -> str:
    demo = started(home, *more)
    output, _ = demo.communicate(timeout=600)
    assert demo.returncode == 0, output
    return output


def summary(home: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((home / "summary.json").read_text(encoding="utf-8"))
    return told


def killed_at(home: Path, line: str) -> None:
    """Start the demo and kill it, with SIGKILL, when it has printed this."""
    demo = started(home)
    assert demo.stdout is not None
    for printed in demo.stdout:
        if line in printed:
            break
    demo.send_signal(signal.SIGKILL)
    demo.wait(30)
    demo.stdout.close()


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A demo that was killed four times while it loaded, and then ran through.

    Its folder is not below pytest's own: another run beside this one would shut PostgreSQL out of it.
    """
    with TemporaryDirectory(prefix="demo-") as name:
        home = Path(name)
        killed_at(home, "430111001.xlsx")
        killed_at(home, "4301-industry.xlsx")
        killed_at(home, "a year")
        killed_at(home, "成立党建联席会")
        finished(home)
        yield home


def test_the_figures_are_those_of_the_published_report(home: Path) -> None:
    told = summary(home)

    assert {name: told[name] for name in FIGURES} == FIGURES


def test_a_year_of_one_communitys_appeals_and_a_week_of_the_district(home: Path) -> None:
    told = summary(home)["petitions"]

    assert {name: told[name] for name in APPEALS} == APPEALS
    assert told["backlog"] == 0
    for rate in ("response_rate", "resolution_rate", "satisfaction_rate"):
        assert 0.5 < told[rate] <= 1
    assert told["city_week"]["by_kind"] == WEEK


def test_the_units_of_73_communities_confer_and_one_of_them_shares(home: Path) -> None:
    told = summary(home)
    figures, roster = told["resources"], told["joint_conference_roster"]

    assert {name: figures[name] for name in SHARED} == SHARED
    assert figures["resident_units"] == figures["memberships"] >= 3 * 73
    assert (figures["agreements_in_force"], len(roster["agreements"])) == (1, 1)
    assert roster["chair"]["name"] != roster["chair_next"]["name"]
    assert roster["chair"]["begins"] < roster["as_of"] < roster["chair_next"]["begins"]
    shared = {one["name"]: (one["hall_loans"], one["funds_fen"]) for one in roster["members"]}
    assert shared.pop("林业局机关") == (6, 500_000)
    assert set(shared.values()) == {(0, 0)}


def test_every_view_was_rebuilt_and_nothing_changed(home: Path) -> None:
    rebuild = summary(home)["rebuild"]

    assert rebuild["identical"] is True
    assert rebuild["events"] > summary(home)["events"] > 3791
    assert rebuild["seconds"] > 0


def test_a_second_demo_goes_on_with_the_same_data(home: Path) -> None:
    before = summary(home)

    output = finished(home)

    assert "Going on with the data loaded before" in output
    after = summary(home)
    assert after | {"rebuild": None} == before | {"rebuild": None}
    assert after["rebuild"]["identical"] is True


def test_nothing_personal_reached_the_log_lines(home: Path) -> None:
    lines = (home / "platform.log").read_text(encoding="utf-8")

    assert "request" in lines
    assert re.search(r"\b\d{17}[\dX]\b", lines) is None
    assert re.search(r"\b1\d{10}\b", lines) is None


def test_the_database_server_ends_with_the_demo(home: Path) -> None:
    """Also where killed demos have left their mark."""
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_what_failed_is_said_in_one_line(tmp_path: Path) -> None:
    """A folder that is a file: no database can be made there."""
    (tmp_path / "postgres").write_text("not a folder")
    with started(tmp_path) as demo:
        told, _ = demo.communicate(timeout=60)

    assert demo.returncode == 1
    assert "Traceback" not in told
    assert told.splitlines()[-1].startswith("The demo failed: ")
    assert "Traceback" in (tmp_path / "platform.log").read_text(encoding="utf-8")


@pytest.mark.soak
def test_on_kafka_it_tells_the_same(home: Path, finding: Callable[[str], None]) -> None:
    """Three brokers, and every service and role a process of its own; loaded on the same day."""
    with TemporaryDirectory(prefix="demo-kafka-") as name:
        on_kafka = Path(name)
        loaded = json.loads((home / "loaded.json").read_text(encoding="utf-8"))
        begun = json.dumps({"today": loaded["today"], "chapters": []})
        (on_kafka / "loaded.json").write_text(begun, encoding="utf-8")
        finished(on_kafka, "--backbone", "kafka")
        told, before = summary(on_kafka), summary(home)

        rebuilt, rebuilt_before = told.pop("rebuild"), before.pop("rebuild")
        assert told == before
        assert rebuilt["identical"] is rebuilt_before["identical"] is True
        assert processes_of(on_kafka) == []
    finding(
        f"{told['events']} events, {told['members']} members: the same summary on both backbones"
    )
