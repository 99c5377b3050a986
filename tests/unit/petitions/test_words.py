"""Every word that is stored has a label that people see, and the glossary lists it."""

from pathlib import Path

import pytest

from services.petitions.domain.petition import causes, words
from services.petitions.domain.terms import Channel, Kind, Labelled, Mode, Urgency

GLOSSARY = (Path(__file__).parents[3] / "docs" / "glossary.md").read_text(encoding="utf-8")
ALL = [
    each
    for module in (words, causes)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, Labelled) and each is not Labelled
]
LISTED = (Channel, Kind, Mode, Urgency, words.Status, words.Stage, words.Kept, words.Satisfaction)


@pytest.mark.parametrize("kind", [*ALL, Channel, Kind, Mode, Urgency])
def test_every_word_has_its_label(kind: type[Labelled]) -> None:
    assert all(word.label for word in kind)


@pytest.mark.parametrize("kind", LISTED)
def test_the_glossary_lists_the_words_people_meet(kind: type[Labelled]) -> None:
    for word in kind:
        assert f"| {word} | {word.label} |" in GLOSSARY, word
