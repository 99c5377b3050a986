"""Every word that is stored has a label that people see, and the glossary lists both."""

import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def lists_of_words() -> Iterator[type[StrEnum]]:
    """The closed lists of every domain whose words have labels."""
    for room in sorted(ROOT.glob("services/*/domain")):
        package = import_module(f"services.{room.parent.name}.domain")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for kind in vars(import_module(found.name)).values():
                own = isinstance(kind, type) and kind.__module__ == found.name
                if own and issubclass(kind, StrEnum) and any(hasattr(w, "label") for w in kind):
                    yield kind


WORDS = list(lists_of_words())


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_the_glossary_lists_every_word_with_its_label(kind: type[StrEnum]) -> None:
    for word in kind:
        label = getattr(word, "label", "")
        assert label, word
        assert f"| {word} | {label} |" in GLOSSARY, word


def test_there_are_lists_to_look_at() -> None:
    assert len(WORDS) > 50
