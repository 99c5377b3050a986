"""What membership told this service: divisions and Party organisations, as far as a rule asks.

The shell keeps them as a view of membership's messages and hands the ones a command names to the
decision; nothing here is a fact of this service.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.resources.domain.rejection import Rejection
from services.resources.domain.rules.decider import Rules
from services.resources.domain.terms import DivisionLevel


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the official list; ``path`` joins the codes from the city down to it by ``/``."""

    code: str
    name: str
    level: DivisionLevel
    path: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A Party organisation and where it stands in the tree; ``path`` joins ids by ``/``."""

    organisation_id: str
    path: str
    is_living: bool = True


class UnknownDivision(Rejection):
    def __init__(self, field_name: str, code: str) -> None:
        super().__init__(
            field_name,
            f"there is no division {code!r}; give a code of the official list",
            f"没有代码为 {code} 的区划,请从官方区划表中选择",
        )


class WrongDivisionLevel(Rejection):
    """Premises are in communities; conferences stand at community, street or district."""

    def __init__(self, field_name: str, division: Division, wanted: str) -> None:
        super().__init__(
            field_name,
            f"division {division.code} is a {division.level}; give {wanted}",
            f"{division.name}是{division.level.label},级别不符",
        )


class UnknownOrganisation(Rejection):
    def __init__(self, organisation_id: str, field_name: str = "organisation_id") -> None:
        super().__init__(
            field_name,
            f"there is no living organisation {organisation_id!r} in membership's tree",
            "党组织树中没有该党组织,请先设立",
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The divisions and organisations a command names, by code and id, and the rule table."""

    divisions: Mapping[str, Division] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)

    def community(self, code: str, field_name: str) -> Division:
        """The community of that code, refused when it is none."""
        division = self.division(code, field_name)
        if division.level is not DivisionLevel.COMMUNITY:
            raise WrongDivisionLevel(field_name, division, "a community")
        return division

    def division(self, code: str, field_name: str) -> Division:
        """The division of that code, refused when there is none."""
        if (division := self.divisions.get(code)) is None:
            raise UnknownDivision(field_name, code)
        return division

    def organisation(
        self, organisation_id: str, field_name: str = "organisation_id"
    ) -> Organisation:
        """The living organisation of that id, refused when there is none."""
        found = self.organisations.get(organisation_id)
        if found is None or not found.is_living:
            raise UnknownOrganisation(organisation_id, field_name)
        return found
