"""What can be asked about a resident unit."""

from dataclasses import dataclass

from services.resources.domain.command import Command
from services.resources.domain.terms import FreeText, PublicName, UnitClass


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCommand(Command):
    """A command about one unit."""

    unit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUnit(UnitCommand):
    """Enter a unit with its premises by community code; its liaison's data is opaque here."""

    name: PublicName
    unit_class: UnitClass
    premises: tuple[str, ...]
    liaison_post: FreeText
    sealed: str
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectUnit(UnitCommand):
    """Record name or class anew; what is None stays as it is."""

    name: PublicName | None = None
    unit_class: UnitClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPremises(UnitCommand):
    community_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePremises(UnitCommand):
    community_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLiaison(UnitCommand):
    """Name the liaison's post in clear, who he is sealed."""

    post: FreeText
    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetLiaison(UnitCommand):
    """Forget who the liaison is; his post stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOrganisation(UnitCommand):
    """Link the unit to its own Party organisation; asked again when that moved or merged."""

    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkOrganisation(UnitCommand):
    """The unit's own Party organisation is no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartUnit(UnitCommand):
    cause_text: FreeText
