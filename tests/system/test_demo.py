"""The platform's main job as a new user sees it: `make demo`, also when it is killed on the way."""

import json
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from socket import SO_REUSEADDR, SOL_SOCKET, socket
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import pytest

from deploy.local.ports import free_ports
from tests.support.demos import ended, killed_at, running, started, summary, until
from tests.support.processes import left_of, processes_of

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
        status, told = ended(started(home, "--once"))
        assert status == 0, told
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


def test_a_second_demo_serves_the_same_data_on_another_port_until_it_is_interrupted(
    home: Path,
) -> None:
    before, [port] = summary(home), free_ports(1)

    with running(home, port=port) as demo:
        told = until(demo, "Serving until Ctrl-C.")
        with urlopen(f"http://127.0.0.1:{port}/membership/docs") as answer:
            assert answer.status == 200
        refused = [ended(started(home, *how)) for how in (["--clean"], [])]
        with urlopen(f"http://127.0.0.1:{port}/membership/health/ready") as answer:
            assert answer.status == 200
        demo.send_signal(signal.SIGINT)
        status, goodbye = ended(demo)

    assert f"http://127.0.0.1:{port}/ " in told
    assert "Going on with the data loaded before" in told
    assert ".xlsx" not in told, "nothing was imported again"
    after = summary(home)
    assert after | {"rebuild": None} == before | {"rebuild": None}
    assert after["rebuild"]["identical"] is True
    said = f"The demo: it runs already in {home}: end it with Ctrl-C first.\n"
    assert refused == [(1, said), (1, said)]
    assert (status, goodbye.strip()) == (
        0,
        "Stopping … the next `make demo` goes on with this data.",
    )
    assert left_of(home) == []
    with socket() as free:
        free.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def test_a_port_that_is_taken_is_said_and_another_named() -> None:
    with TemporaryDirectory(prefix="demo-") as name, socket() as taken:
        home = Path(name)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, told = ended(started(home, port=port))
        assert left_of(home) == []

    assert status == 1
    assert told.splitlines()[-1] == (
        f"The demo failed: cannot listen on 127.0.0.1:{port}: Address already in use;"
        " `make demo PORT=9000` takes another"
    )


def made(*words: str) -> str:
    """What make would do, whether or not make runs the tests."""
    make = ["make", "-n", "--no-print-directory", *words]
    return subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603 -- nothing is made


def test_make_tells_the_port() -> None:
    told = made("demo", "PORT=9123", "ONCE=1")

    assert "-m deploy.demo --backbone embedded --port 9123 --once\n" in told


def test_on_kafka_no_port_is_taken_for_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"

    status, told = ended(started(home, "--backbone", "kafka", "--port", "9123", "--once"))

    assert (status, "--port" in told.splitlines()[-1]) == (2, True)
    assert not home.exists()


def test_make_clean_loses_no_name_of_what_docker_keeps() -> None:
    *_, city, demos, rest = made("clean").splitlines()

    assert "-m deploy.city clean;" in city
    assert "for one in embedded kafka; do" in demos
    assert "-m deploy.demo --backbone $one --clean;" in demos
    assert rest.startswith("rm -rf .venv var ")


def test_a_demo_that_was_stopped_while_it_loaded_is_cleaned_away() -> None:
    """Interrupted, it takes its database server along; killed, the server is left, and goes now."""
    with TemporaryDirectory(prefix="demo-") as name:
        home = Path(name) / "home"
        for how, status in ((signal.SIGINT, 130), (signal.SIGKILL, -9)):
            with running(home) as demo:
                until(demo, "Loading Yuhua district")
                demo.send_signal(how)
                assert demo.wait(60) == status  # its server may keep the pipe open
            still = processes_of if how == signal.SIGKILL else left_of
            assert bool(still(home)) == (how == signal.SIGKILL)

        assert ended(started(home, "--clean")) == (0, f"Thrown away (已清除): {home}\n")

        assert left_of(home) == []
        assert not home.exists()


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
    with running(tmp_path) as demo:
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
        status, said = ended(started(on_kafka, "--once", "--backbone", "kafka"))
        assert status == 0, said
        told, before = summary(on_kafka), summary(home)

        rebuilt, rebuilt_before = told.pop("rebuild"), before.pop("rebuild")
        assert told == before
        assert rebuilt["identical"] is rebuilt_before["identical"] is True
        assert left_of(on_kafka) == []
    finding(
        f"{told['events']} events, {told['members']} members: the same summary on both backbones"
    )
