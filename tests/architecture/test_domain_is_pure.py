"""The domain uses the standard library only, and of it nothing that reads the world."""

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
    """What a module of the domain ``own`` imports but may not."""
    return {
        module
        for module in imported(source)
        if not module.startswith(own)
        and (module.split(".")[0] not in sys.stdlib_module_names or module.split(".")[0] in BANNED)
    }


def domain_files() -> list[Path]:
    return sorted(ROOT.glob("services/*/domain/**/*.py"))


@pytest.mark.parametrize("path", domain_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_domain_uses_the_standard_library_only(path: Path) -> None:
    service = path.relative_to(ROOT).parts[1]

    assert foreign(path.read_text(encoding="utf-8"), f"services.{service}.domain") == set()


def test_there_is_a_domain_to_look_at() -> None:
    assert len(domain_files()) > 10


@pytest.mark.parametrize(
    "line",
    ["import msgspec", "from shared.clock import utc_now", "import os", "from services.x import y"],
)
def test_the_check_sees_a_violation(line: str) -> None:
    inside = f"def late():\n    {line}\n"

    assert foreign(inside, "services.membership.domain")
