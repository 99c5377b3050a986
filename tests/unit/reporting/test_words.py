"""Reporting, which imports no other service, calls every word and every event as its owner does."""

from collections.abc import Iterable, Mapping

import pytest

from services.membership.domain import terms as membership
from services.membership.projections.history.labels import LABELS as EVENTS_OF_MEMBERSHIP
from services.petitions.api.history import LABELS as EVENTS_OF_PETITIONS
from services.petitions.domain import terms as petitions
from services.petitions.domain.petition.words import Stage
from services.reporting.conferences import labels as conferences
from services.reporting.petitions import labels as appeals
from services.reporting.statistics import labels as statistics
from services.resources.domain import terms as resources
from services.resources.domain.conference.chairs import ChairKind
from shared.http.fields import Labelled

WORDS: list[tuple[Mapping[str, str], Iterable[Labelled]]] = [
    (appeals.CHANNELS, petitions.Channel),
    (appeals.KINDS, petitions.Kind),
    (appeals.MODES, petitions.Mode),
    (appeals.PROMISES, Stage),
    (conferences.UNIT_CLASSES, resources.UnitClass),
    (conferences.CHAIRS, ChairKind),
    (statistics.KINDS, membership.OrganisationKind),
    (statistics.CLASSES, membership.MemberClass),
    (statistics.EDUCATION, membership.Education),
    (statistics.GENDERS, membership.Gender),
]


@pytest.mark.parametrize(("shown", "owned"), WORDS)
def test_a_word_is_called_as_its_owner_calls_it(
    shown: Mapping[str, str], owned: Iterable[Labelled]
) -> None:
    assert dict(shown) == {word.value: word.label for word in owned}


@pytest.mark.parametrize(
    ("shown", "owned"),
    [(appeals.REASONS, EVENTS_OF_PETITIONS), (statistics.REASONS, EVENTS_OF_MEMBERSHIP)],
)
def test_an_event_is_called_as_its_owner_calls_it(
    shown: Mapping[str, str], owned: Mapping[str, str]
) -> None:
    both = shown.keys() & owned.keys()

    assert len(both) > 5
    assert {name: shown[name] for name in both} == {name: owned[name] for name in both}
