"""Each breakdown counts every member once."""

import msgspec
import pytest

from services.reporting.projections import kinds
from services.reporting.statistics import labels
from services.reporting.statistics.ages import LEAST_AGES
from services.reporting.statistics.figures import (
    COLLEGE,
    COUNTED,
    FIGURES,
    SECTIONS,
    Members,
    Section,
)
from services.reporting.statistics.labels import EDUCATION

_BY_AGE = [section for section in SECTIONS if section.name.startswith("members_by_age")]


def test_names_are_told_apart() -> None:
    assert len(FIGURES) == sum(len(section.figures) for section in SECTIONS)


@pytest.mark.parametrize("section", _BY_AGE, ids=lambda section: section.name)
def test_bands_of_age_neither_overlap_nor_leave_a_gap(section: Section) -> None:
    bands = [f.counted.ages for f in section.figures if isinstance(f.counted, Members)]

    for age in range(120):
        holding = [band.holds(age) for band in bands]
        step = max(least for least in LEAST_AGES if least <= age)

        assert sum(holding) == 1
        assert [band.holds(step) for band in bands] == holding


def test_college_and_above_are_levels_that_are_shown() -> None:
    assert EDUCATION.keys() > COLLEGE


def test_every_word_that_is_numbered_has_a_label() -> None:
    standings = {*labels.STANDINGS, "suspended"}
    labelled = (standings, set(labels.CLASSES), set(labels.EDUCATION), set(labels.GENDERS))

    assert tuple(map(set, kinds.WORDS)) == labelled


@pytest.mark.parametrize("name", ["members_by_class", "members_by_education_level"])
def test_every_kind_that_counts_stands_in_one_figure_of_a_section(name: str) -> None:
    (section,) = (section for section in SECTIONS if section.name == name)
    parts = [f.counted for f in section.figures if isinstance(f.counted, Members)]

    for kind in kinds.KINDS:
        counted = sum(part.holds(kind) for part in parts)

        assert counted == (kind.standing in COUNTED)


def test_an_unknown_word_is_numbered_as_unknown() -> None:
    education = msgspec.json.decode(b'"unheard_of"', type=kinds.Education)
    number = int(kinds.NUMBERS["full", "retired", education, "male"])

    assert kinds.KINDS[number] == ("full", "retired", kinds.UNKNOWN, "male")
