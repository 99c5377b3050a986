"""What every domain says its rules with is the same in all of them, though none imports another (ADR 0036)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GRAMMAR = {"rejection.py": "Rejection", "terms.py": "Labelled"}


def said(source: str, name: str) -> str:
    """The class of that name, without regard to layout and comments."""
    found = [n for n in ast.parse(source).body if isinstance(n, ast.ClassDef) and n.name == name]
    assert len(found) == 1, f"there is no class {name}"
    return ast.unparse(found[0])


@pytest.mark.parametrize(("file", "name"), GRAMMAR.items())
def test_all_domains_say_it_alike(file: str, name: str) -> None:
    copies = {
        path.parts[-3]: said(path.read_text(encoding="utf-8"), name)
        for path in ROOT.glob(f"services/*/domain/{file}")
    }

    assert len(copies) >= 3
    assert len(set(copies.values())) == 1, f"mend {name} in {', '.join(sorted(copies))} alike"


def test_a_copy_that_differs_is_seen() -> None:
    one = "class Rejection(Exception):\n    slug = 'rejection'\n"
    assert said(one, "Rejection") == said(one + "# a comment\n", "Rejection")
    assert said(one, "Rejection") != said(one.replace("'rejection'", "'other'"), "Rejection")
