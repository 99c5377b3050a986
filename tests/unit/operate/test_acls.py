"""A bureau reads its public topics in groups of its own, and nothing else."""

import pytest

from deploy.operate.acls import plan, shown, wanted
from deploy.operate.toml_file import ACLS, BadFile

BUREAU = '[readers]\n"bureau-health" = ["public.membership.v1"]\n'


def told(text: str) -> set[str]:
    return {f"{g.operation.name} {g.kind.name} {g.pattern.name} {g.name}" for g in wanted(text)}


def test_a_reader_may_read_its_topics_and_use_groups_of_its_own_name() -> None:
    assert told(BUREAU) == {
        "READ TOPIC LITERAL public.membership.v1",
        "DESCRIBE TOPIC LITERAL public.membership.v1",
        "READ GROUP PREFIXED bureau-health.",
    }


def test_the_file_is_sound() -> None:
    assert isinstance(wanted(ACLS.read_text(encoding="utf-8")), frozenset)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[readers]\na = ["membership.v1"]', "a: membership.v1 is not public"),
        ('[readers]\na = "public.x"', "a: give a list"),
        ("[writers]", "readers"),
        ("readers = 3", "readers must be a table"),
        ("[", "not TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_its_place(text: str, names: str) -> None:
    with pytest.raises(BadFile, match=names):
        wanted(text)


def test_who_is_no_longer_named_loses_what_he_had() -> None:
    give, take = plan(wanted("[readers]\nother = ['public.x']"), wanted(BUREAU))

    assert {one.user for one in give} == {"other"}
    assert {one.user for one in take} == {"bureau-health"}
    assert "bureau-health.*" in shown(give, take)
