"""Every figure of the district statistics: its name, its label, and what it counts.

A figure is named `<section>` or `<section>.<word>`. Members are those with full or probationary
standing: while membership is suspended (停止党籍) a person is not counted among the members, and is
shown as a figure of its own; who is suspended or restored moves between the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.reporting.projections.kinds import Kind
from services.reporting.statistics import labels
from services.reporting.statistics.ages import Ages

COUNTED = frozenset({"full", "probationary"})
SUSPENDED = frozenset({"suspended"})
ANY_AGE = Ages()
OTHER = "other"
COLLEGE = frozenset({"postgraduate", "university", "college"})
"""大专及以上."""


@dataclass(frozen=True, slots=True)
class Members:
    """The members whose facts are among the given ones; a column that is not named may hold any."""

    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    but: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ages: Ages = ANY_AGE
    standing: frozenset[str] = COUNTED

    def holds(self, kind: Kind) -> bool:
        """Whether members of this kind are counted, as far as their age lets them."""
        facts = kind._asdict()
        return (
            kind.standing in self.standing
            and all(facts[column] in words for column, words in self.only.items())
            and not any(facts[column] in words for column, words in self.but.items())
        )


@dataclass(frozen=True, slots=True)
class Organisations:
    """Living organisations, of one kind or of all."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class Communities:
    """Enrolled communities of the area: all, or those that have or have not an organisation."""

    with_organisation: bool | None = None


@dataclass(frozen=True, slots=True)
class Transfers:
    """Members who came into the subtree or left it by transfer, by one kind of transfer or any."""

    came: bool
    kind: str = ""


Counted = Members | Organisations | Communities | Transfers


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    label: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that are printed together."""

    name: str
    label: str
    unit: str
    figures: tuple[Figure, ...]


def _breakdown(
    section: str, column: str, words: Mapping[str, str], *, other: bool = True
) -> tuple[Figure, ...]:
    """One figure a word; ``other`` counts what a younger publisher calls by a word we do not know."""
    known = tuple(
        Figure(f"{section}.{word}", label, Members({column: frozenset({word})}))
        for word, label in words.items()
    )
    rest = Figure(f"{section}.{OTHER}", "其他", Members(but={column: frozenset(words)}))
    return (*known, rest) if other else known


def _ages(section: str, bands: Mapping[str, tuple[str, Ages]]) -> tuple[Figure, ...]:
    return tuple(
        Figure(f"{section}.{word}", label, Members(ages=ages))
        for word, (label, ages) in bands.items()
    )


def _by_kind(section: str, came: bool) -> tuple[Figure, ...]:
    return tuple(
        Figure(f"{section}.{word}", label, Transfers(came, word))
        for word, label in labels.TRANSFERS.items()
    )


_SEED_BANDS = {
    "under_35": ("35岁以下", Ages(high=34)),
    "35_to_60": ("35—60岁", Ages(35, 60)),
    "over_60": ("60岁以上", Ages(low=61)),
}
_OFFICIAL_BANDS = {
    "up_to_30": ("30岁及以下", Ages(high=30)),
    "31_to_35": ("31—35岁", Ages(31, 35)),
    "36_to_40": ("36—40岁", Ages(36, 40)),
    "41_to_45": ("41—45岁", Ages(41, 45)),
    "46_to_50": ("46—50岁", Ages(46, 50)),
    "51_to_55": ("51—55岁", Ages(51, 55)),
    "56_to_60": ("56—60岁", Ages(56, 60)),
    "61_and_over": ("61岁及以上", Ages(low=61)),
}
_EDUCATION = (
    Figure("members_by_education.college_and_above", "大专及以上", Members({"education": COLLEGE})),
    Figure("members_by_education.below_college", "大专以下", Members(but={"education": COLLEGE})),
)
_COMMUNITIES = (
    Figure("communities", "社区总数", Communities()),
    Figure("communities_with_organisation", "已建党组织的社区", Communities(True)),
    Figure("communities_without_organisation", "未建党组织的社区", Communities(False)),
)

SECTIONS: tuple[Section, ...] = (
    Section("communities", "社区", "个", _COMMUNITIES),
    Section(
        "organisations",
        "党组织",
        "个",
        tuple(
            Figure(f"organisations.{word}", label, Organisations(word))
            for word, label in labels.KINDS.items()
        ),
    ),
    Section(
        "members",
        "党员",
        "名",
        (
            Figure("members", "党员总数", Members()),
            Figure("members_suspended", "停止党籍(不计入总数)", Members(standing=SUSPENDED)),
        ),
    ),
    Section("members_by_age", "年龄", "名", _ages("members_by_age", _SEED_BANDS)),
    Section("members_by_age_band", "年龄段", "名", _ages("members_by_age_band", _OFFICIAL_BANDS)),
    Section("members_by_education", "学历", "名", _EDUCATION),
    Section(
        "members_by_education_level",
        "学历层次",
        "名",
        _breakdown("members_by_education_level", "education", labels.EDUCATION),
    ),
    Section(
        "members_by_class",
        "类别",
        "名",
        _breakdown("members_by_class", "member_class", labels.CLASSES),
    ),
    Section(
        "members_by_standing",
        "党籍",
        "名",
        _breakdown("members_by_standing", "standing", labels.STANDINGS, other=False),
    ),
    Section(
        "members_by_gender", "性别", "名", _breakdown("members_by_gender", "gender", labels.GENDERS)
    ),
    Section(
        "transfers",
        "组织关系转接",
        "人次",
        (
            Figure("transferred_in", "转入", Transfers(came=True)),
            Figure("transferred_out", "转出", Transfers(came=False)),
        ),
    ),
    Section("transferred_in_by_kind", "转入方式", "人次", _by_kind("transferred_in_by_kind", True)),
    Section(
        "transferred_out_by_kind", "转出方式", "人次", _by_kind("transferred_out_by_kind", False)
    ),
)

FIGURES: Mapping[str, Figure] = {
    figure.name: figure for section in SECTIONS for figure in section.figures
}
