"""The import rules hold, and each of them was seen failing."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

VIOLATIONS = {
    "services-are-strangers": ("services/reporting/main.py", "import services.membership.main"),
    "shared-knows-no-service": ("shared/clock.py", "import services.membership.codec"),
    "services-know-no-deployment": ("services/membership/settings.py", "import deploy.demo"),
    "floor-plan": (
        "services/membership/application/membership.py",
        "import services.membership.projections.members",
    ),
    "domain-is-pure": ("services/membership/domain/member/decider.py", "import sqlalchemy"),
    "translation-maps-facts-to-contracts": ("services/membership/codec.py", "import psycopg"),
    "contracts-are-plain": ("shared/contracts/cloudevents.py", "import msgspec"),
    "one-kafka-client": ("shared/signals.py", "import aiokafka"),
    "spreadsheets-know-no-database": ("services/membership/roster/reader.py", "import fastapi"),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each rule's verdict on a copy of the code in which every rule is broken once."""
    copy = _copied(tmp_path_factory.mktemp("broken"))
    for file, line in VIOLATIONS.values():
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    return _lint(copy)


def test_the_code_keeps_every_rule() -> None:
    verdicts = _lint(ROOT)

    assert set(verdicts.values()) == {"KEPT"}, verdicts
    assert len(verdicts) == len(VIOLATIONS)


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_each_rule_sees_its_violation(verdicts: dict[str, str], rule: str) -> None:
    assert verdicts[_name_of(rule)] == "BROKEN"


def test_a_room_that_is_in_no_floor_plan_is_seen(tmp_path: Path) -> None:
    copy = _copied(tmp_path)
    (copy / "services" / "petitions" / "attic.py").write_text('"""Nobody knows why."""\n')

    broken = {rule for rule, verdict in _lint(copy).items() if verdict == "BROKEN"}

    assert broken == {_name_of("floor-plan")}


def _copied(folder: Path) -> Path:
    for part in ("services", "shared", "deploy"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _lint(root: Path) -> dict[str, str]:
    program = Path(sys.executable).with_name("lint-imports")
    finished = subprocess.run(  # noqa: S603 -- our own linter on our own code
        [program, "--no-cache"],
        cwd=root,
        env={"COLUMNS": "300", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return dict(re.findall(r"^(\S.*?) (KEPT|BROKEN)", finished.stdout, flags=re.MULTILINE))


def _name_of(rule: str) -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(rf'id = "{rule}"\nname = "(.+)"', text)
    assert found, rule
    return found.group(1)
