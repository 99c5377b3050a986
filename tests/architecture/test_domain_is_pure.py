"""Domain and contracts use the standard library only, and of it nothing that reads the world."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BANNED = {"random", "secrets", "os", "time", "socket", "subprocess", "threading", "logging"}


def imported(source: str) -> Iterator[str]:
    """Every module a source text imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def foreign(source: str, own: str) -> set[str]:
    """What a module of the room ``own`` imports but may not."""
    return {
        module
        for module in imported(source)
        if not module.startswith(own)
        and (module.split(".")[0] not in sys.stdlib_module_names or module.split(".")[0] in BANNED)
    }


def files() -> dict[Path, str]:
    """Every module that is held to it, below the root, and its room."""
    found = sorted(
        [*ROOT.glob("services/*/domain/**/*.py"), *ROOT.glob("shared/contracts/**/*.py")]
    )
    below = [path.relative_to(ROOT) for path in found]
    return {path: ".".join(path.parts[: 3 if path.parts[0] == "services" else 2]) for path in below}


@pytest.mark.parametrize("path", files(), ids=str)
def test_domain_and_contracts_use_the_standard_library_only(path: Path) -> None:
    assert foreign((ROOT / path).read_text(encoding="utf-8"), files()[path]) == set()


def test_there_is_a_domain_to_look_at_and_a_contract() -> None:
    rooms = [*files().values()]

    assert rooms.count("shared.contracts") > 10
    assert len(rooms) - rooms.count("shared.contracts") > 10


@pytest.mark.parametrize(
    "line",
    ["import msgspec", "from shared.clock import utc_now", "import os", "from services.x import y"],
)
def test_the_check_sees_a_violation(line: str) -> None:
    inside = f"def late():\n    {line}\n"

    assert foreign(inside, "services.membership.domain")
    assert foreign(inside, "shared.contracts")
