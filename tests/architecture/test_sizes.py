"""No file is longer than 250 lines; no function than 30, but for those named here with their reason."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE, FUNCTION = 250, 30

LONG_FUNCTIONS = {
    "deploy/migrations/versions/event_log_0002.py:upgrade": "one migration is one text of SQL",
    "deploy/migrations/versions/subscription_0001.py:upgrade": "one migration is one text of SQL",
    "deploy/operate/commands.py:parser": "a line for each command line",
    "deploy/sample/sharing/year.py:_agreed": "a year told in order",
    "services/membership/api/warnings.py:listed": "a parameter for each question of the endpoint",
    "services/petitions/domain/petition/clock.py:start": "the fields of a clock, one a line",
    "services/reporting/projections/members.py:count": "a rebuild spends its time here: no call for a row",
    "shared/city/statements.py:__init__": "a text of SQL for each statement",
}


def python_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],  # noqa: S607 -- the developer's git
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Each function's name and length: without its docstring and the functions inside it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, _lines(node) - _docstring(node) - sum(map(_lines, _inside(node)))


def _inside(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
        else:
            yield from _inside(child)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    return 0 if ast.get_docstring(node) is None else (first.end_lineno or 0) - first.lineno + 1


def test_files_are_short() -> None:
    lengths = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in python_files()}

    assert {name for name, lines in lengths.items() if lines > FILE} == set()


def test_functions_are_short_but_for_those_with_a_reason() -> None:
    long = {
        f"{name}:{function}"
        for name in python_files()
        if not name.startswith("tests/")  # a test tells its story from beginning to end
        for function, lines in functions((ROOT / name).read_text("utf-8"))
        if lines > FUNCTION
    }

    assert long == set(LONG_FUNCTIONS)


@pytest.mark.parametrize("lines", [FUNCTION, FUNCTION + 1])
def test_the_check_counts_a_function_without_its_docstring_and_what_stands_inside_it(
    lines: int,
) -> None:
    body = "    pass\n" * (lines - 2)
    inner = "    def inner():\n" + "        pass\n" * 40
    source = f'@one\ndef outer():\n    """Told\n    twice."""\n    pass\n{inner}{body}'

    assert dict(functions(source))["outer"] == lines
