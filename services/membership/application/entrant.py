"""A person at the door: what identifies him, before it is sealed, and what the register is to hold."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.member.commands import RegisterMember
from services.membership.domain.member.details import MemberDetails
from services.membership.domain.terms import Post
from shared.acting import Acting


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What identifies a person. It exists in clear only between the request and the seal."""

    name: str
    identity_number: str
    phone: str = ""
    address: str = ""
    ethnicity: str = ""

    def __repr__(self) -> str:
        """Nothing of it gets into a log by accident."""
        return "PersonalData(…)"

    def payload(self) -> dict[str, str]:
        """What is sealed."""
        return {
            "name": self.name,
            "identity_number": self.identity_number,
            "phone": self.phone,
            "address": self.address,
            "ethnicity": self.ethnicity,
        }


@dataclass(frozen=True, slots=True)
class Entrant:
    """A person to be entered in the register."""

    person: PersonalData
    organisation_id: str
    details: MemberDetails
    posts: tuple[Post, ...] = ()

    def registered_as(
        self, member_id: str, sealed: str, acting: Acting, effective_date: date
    ) -> RegisterMember:
        """The command that enters the person as this member, with his data ``sealed``."""
        return RegisterMember(
            now=acting.now,
            today=acting.today,
            actor=acting.actor,
            effective_date=effective_date,
            member_id=member_id,
            organisation_id=self.organisation_id,
            details=self.details,
            sealed=sealed,
            posts=self.posts,
        )
