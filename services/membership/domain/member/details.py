"""What is recorded of a person beside his organisation, in clear and sealed."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.terms import Education, Gender, MemberClass, Standing


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """What statistics need to know; ``full_date`` may be unknown for members of long standing."""

    standing: Standing
    member_class: MemberClass
    education: Education
    gender: Gender
    birth_date: date
    join_date: date
    full_date: date | None = None


@dataclass(frozen=True, slots=True)
class IncomingMember:
    """A person who arrives from outside the register; ``sealed`` holds what identifies him."""

    member_id: str
    details: MemberDetails
    sealed: str
