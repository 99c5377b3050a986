"""The words of the field: what each value means, and the Chinese label people see."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

FreeText = Annotated[str, "free text"]
"""Words kept in clear, so they say of nobody who he is: the shell looks through them at the door."""
PublicName = Annotated[str, "public name"]
"""The same of what a body or a place is called that everybody may know; it may be an address."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about one person: sealed by the shell with his key, so it is forgotten with him.

    Only its ``length`` in characters is known here. ``sealed`` is empty when he was forgotten before.
    """

    sealed: str
    length: int


class Labelled(StrEnum):
    """A stored word and the label (`label`) people see for it."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class OrganisationKind(Labelled):
    """Kinds of Party organisation (党章 art. 27-30), from the city down."""

    CITY_COMMITTEE = "city_committee", "市委"
    DISTRICT_COMMITTEE = "district_committee", "区委"
    WORKING_COMMITTEE = "working_committee", "街道党工委"
    PRIMARY_COMMITTEE = "primary_committee", "基层党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    PARTY_GROUP = "party_group", "党小组"


class OrganisationForm(Labelled):
    """For whom an organisation was formed."""

    REGULAR = "regular", "普通"
    RESIDENTS = "residents", "纯居民"
    RETIREES = "retirees", "离退休"
    FLOATING = "floating", "流动党员"
    LAID_OFF = "laid_off", "下岗失业"


class DivisionLevel(Labelled):
    """Levels of the administrative divisions inside a city."""

    CITY = "city", "市"
    DISTRICT = "district", "区县"
    STREET = "street", "街道(乡镇)"
    COMMUNITY = "community", "社区(村)"


class Standing(Labelled):
    """How a person stands to the Party; the first three are on the register."""

    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"
    SUSPENDED = "suspended", "停止党籍"
    TRANSFERRED_OUT = "transferred_out", "转出"
    REMOVED = "removed", "除名"
    EXPELLED = "expelled", "开除党籍"
    DECEASED = "deceased", "去世"

    @property
    def is_on_register(self) -> bool:
        """Whether such a person is counted as a member."""
        return self in _ON_REGISTER


_ON_REGISTER = frozenset({Standing.FULL, Standing.PROBATIONARY, Standing.SUSPENDED})


class MemberClass(Labelled):
    """Classified management of members (domain rule 6)."""

    IN_SERVICE = "in_service", "在职"
    RETIRED = "retired", "离退休"
    FLOATING = "floating", "流动"
    LAID_OFF = "laid_off", "下岗失业"
    RESIDENTS = "residents", "居民"
    AT_HOME = "at_home", "长期在家"
    WORKING_IN_CITY = "working_in_city", "在城务工"
    WORKING_OUTSIDE = "working_outside", "外出务工"


class Education(Labelled):
    """Highest education, from the highest down."""

    POSTGRADUATE = "postgraduate", "研究生"
    UNIVERSITY = "university", "大学本科"
    COLLEGE = "college", "大专"
    SECONDARY_VOCATIONAL = "secondary_vocational", "中专"
    SENIOR_HIGH = "senior_high", "高中"
    JUNIOR_HIGH = "junior_high", "初中"
    PRIMARY = "primary", "小学及以下"

    @property
    def is_college_or_above(self) -> bool:
        """Whether statistics count it as 大专及以上."""
        return self in _COLLEGE_OR_ABOVE


_COLLEGE_OR_ABOVE = frozenset({Education.POSTGRADUATE, Education.UNIVERSITY, Education.COLLEGE})


class Gender(Labelled):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Post(Labelled):
    """Posts a member may hold in the organisation he belongs to."""

    SECRETARY = "secretary", "书记"
    DEPUTY_SECRETARY = "deputy_secretary", "副书记"
    ORGANISATION_MEMBER = "organisation_member", "组织委员"
    PUBLICITY_MEMBER = "publicity_member", "宣传委员"
    DISCIPLINE_MEMBER = "discipline_member", "纪检委员"
    COMMITTEE_MEMBER = "committee_member", "委员"


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What of a member is counted; no name, number, phone or address.

    ``organisation_path`` is the path as it stood when the event was decided; ids from the root
    joined by ``/``.
    """

    organisation_id: str
    organisation_path: str
    standing: Standing
    member_class: MemberClass
    education: Education
    birth_date: date
    gender: Gender


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What of an organisation is counted; ``path`` as it stood when the event was decided."""

    organisation_id: str
    path: str
    kind: OrganisationKind
    form: OrganisationForm
    division_code: str | None
