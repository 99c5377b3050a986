"""A member as he stands: what the rules need to know of his past."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.member.causes import SuspensionCause
from services.membership.domain.terms import MemberFacts, Post, Standing


@dataclass(frozen=True, slots=True)
class Suspension:
    """``standing`` is what he was before and will be again when restored."""

    cause: SuspensionCause
    since: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class Floating:
    """Away since ``since``; ``contacted_on`` is the day of the last contact, if any."""

    since: date
    place: str
    contacted_on: date | None = None


@dataclass(frozen=True)
class Member:
    """``facts`` is None while he is not on the register; ``standing`` then says how he left.

    ``changed_on`` is the effective date of his last fact, None for a person nothing is known of.
    ``open_transfer`` binds him to one transfer, also before he ever was on the register.
    ``pocket_since`` is the last day of an expired letter he still carries (口袋党员).
    ``last_contact`` is the day he was last reached, as far as it was recorded.
    ``left_on`` is the day he left the register, None while he is on it or never was.
    """

    member_id: str = ""
    facts: MemberFacts | None = None
    standing: Standing | None = None
    changed_on: date | None = None
    join_date: date = date.max
    full_date: date | None = None
    sealed: str = ""
    posts: tuple[Post, ...] = ()
    open_transfer: str | None = None
    pocket_since: date | None = None
    probation_until: date | None = None
    contact_lost_since: date | None = None
    last_contact: date | None = None
    suspension: Suspension | None = None
    rectification_deadline: date | None = None
    floating: Floating | None = None
    forgotten: bool = False
    left_on: date | None = None

    @property
    def was_registered(self) -> bool:
        """Whether the register holds him or did: a transfer may announce a person before."""
        return self.standing is not None


initial = Member()
