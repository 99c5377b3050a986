"""Sketches of words: what the view keeps, what it forgets, and what a sketch gives away."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.petitions import codec
from services.petitions.domain.petition.commands import EraseAppellant, RecategorisePetition
from services.petitions.domain.petition.facts import Note
from services.petitions.domain.petition.likeness import likeness, sketch
from services.petitions.domain.streams import stream_of
from services.petitions.projections.likeness.project import PROJECTION, SKETCHES
from services.petitions.projections.likeness.sketched_log import sketched_log
from services.petitions.projections.likeness.sketching import Sketching, likeness_of
from shared.subscription.opened_log import SealedTextUnopened
from tests.support.logged import Entries, logged
from tests.support.tables import MemoryTables
from tests.unit.petitions.petition_scene import ELSEWHERE, Scene, register, told

WORDS = "三栋楼下的自来水管漏水两天了,没有人来修"
SKETCHING = Sketching(b"k" * 32)
TEXT = st.text("水管漏三栋楼下修路灯不亮噪音扰民abc123 ,", max_size=60)


def _opened(asked: Iterable[tuple[str, str]]) -> Sequence[dict[str, str] | None]:
    """In this scene the sealed text is the words themselves; `gone` is who was forgotten."""
    return [None if text == "gone" else {"text": text} for _, text in asked]


def _log(scene: Scene) -> Entries:
    return Entries(logged(scene.happened, codec, stream_of))


def _view(scene: Scene, open_many: Any = _opened) -> list[dict[str, Any]]:
    tables = MemoryTables()
    for entry in sketched_log(_log(scene), open_many, SKETCHING).read(0, 99):
        PROJECTION.project(entry, tables)
    return [dict(row) for row in tables.rows(SKETCHES)]


def _said(petition_id: str, text: str, **given: Any) -> Any:
    return register(petition_id, text=Note(text, len(text)), **given)


def test_an_appeal_whose_words_are_known_has_a_sketch_and_no_word_of_it() -> None:
    [row] = _view(Scene().given(_said("p1", WORDS)))

    assert row["sketch"] == SKETCHING.of(WORDS, row["place_path"])
    assert row["category_path"] == "housing/property-management"
    assert not [each for each in ("漏水", "自来水") if each in str(row)]


def test_who_was_forgotten_has_none_whether_the_view_is_live_or_built_anew() -> None:
    live = Scene().given(_said("p1", WORDS), told(EraseAppellant))
    anew = Scene().given(_said("p1", "gone"), told(EraseAppellant))

    assert _view(live) == _view(anew) == []


def test_a_new_category_keeps_the_sketch_and_a_new_place_drops_it() -> None:
    def moved(**changed: Any) -> list[dict[str, Any]]:
        where = {"category_id": "property-management", "place": "430111001001", **changed}
        return _view(Scene().given(_said("p1", WORDS), told(RecategorisePetition, **where)))

    assert [row["category_path"] for row in moved(category_id="parking")] == ["traffic/parking"]
    assert moved(place=ELSEWHERE) == []


def test_a_text_that_does_not_open_waits_and_nobody_else_does() -> None:
    def spoilt(asked: Iterable[tuple[str, str]]) -> Sequence[dict[str, str] | None]:
        pairs = list(asked)
        if any(text == "spoilt" for _, text in pairs):
            raise ValueError("does not open")
        return _opened(pairs)

    scene = Scene().given(_said("p1", WORDS), _said("p2", "spoilt"), _said("p3", WORDS))
    entries = sketched_log(_log(scene), spoilt, SKETCHING).read(0, 99)

    assert [bool(entry.found) for entry in entries] == [True, False, True]
    with pytest.raises(SealedTextUnopened):
        PROJECTION.project(entries[1], MemoryTables())


def test_of_two_places_sketches_say_nothing_of_each_other() -> None:
    here, there = SKETCHING.of(WORDS, "430111/1"), SKETCHING.of(WORDS, "430111/2")

    assert likeness_of(here, there) == 0
    assert not set(here) & set(there)


@settings(max_examples=60)
@given(TEXT, TEXT)
def test_as_the_view_keeps_them_sketches_are_as_alike_as_they_were(one: str, other: str) -> None:
    kept = likeness_of(SKETCHING.of(one, "a"), SKETCHING.of(other, "a"))

    assert 0 <= kept <= 1
    assert all(-(2**63) <= number < 2**63 for number in SKETCHING.of(one, "a"))
    assert kept == likeness_of(SKETCHING.of(other, "a"), SKETCHING.of(one, "a"))
    assert SKETCHING.of(one, "a") == SKETCHING.of(f" {one}。".upper(), "a")
    assert (kept == 1) >= (one == other and bool(sketch(one, b"k")))


def test_likeness_estimates_the_share_of_pairs() -> None:
    """So few pairs that the estimate is the share itself."""
    other = WORDS.replace("两天", "三天")  # two pairs of nineteen are others
    assert likeness(sketch(WORDS, b"k"), sketch(other, b"k")) == pytest.approx(17 / 21, abs=0.01)
