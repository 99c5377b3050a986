"""The organisation tree as a value: who stands where, and who answers for whom.

`fold` copies the tree once however many events it takes, and `evolve` is a fold of one event; the
tree handed in is never changed, so a caller may keep one per version.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from services.membership.domain.organisation.kinds import HOLDS_MEMBERS
from services.membership.domain.organisation.rejections import (
    OrganisationEnded,
    UnknownOrganisation,
)
from services.membership.domain.terms import (
    OrganisationFacts,
    OrganisationForm,
    OrganisationKind,
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation as it stands.

    ``placed_on``: since when it has this path; ``changed_on``: the effective
    date of its last fact; ``term_rule``: the rule that set the running term; ``successor_id``: who answers for its members once it has ended.
    """

    organisation_id: str
    name: str
    kind: OrganisationKind
    superior_id: str | None
    path: str
    division_code: str | None
    form: OrganisationForm
    may_transfer: bool
    units: tuple[str, ...]
    placed_on: date
    changed_on: date
    term_ends_on: date | None = None
    term_rule: str | None = None
    successor_id: str | None = None

    @property
    def living(self) -> bool:
        return self.successor_id is None

    @property
    def facts(self) -> OrganisationFacts:
        """What of it is counted."""
        return OrganisationFacts(
            self.organisation_id, self.path, self.kind, self.form, self.division_code
        )


@dataclass(frozen=True, slots=True)
class Organisations:
    """All organisations ever established, by id, and the living ones below each by name."""

    by_id: dict[str, Organisation] = field(default_factory=dict)
    below: dict[str | None, dict[str, str]] = field(default_factory=dict)

    def get(self, organisation_id: str, field: str = "organisation_id") -> Organisation:
        """The organisation, living or ended.

        Raises:
            UnknownOrganisation: naming ``field``, the command field that held the id.
        """
        found = self.by_id.get(organisation_id)
        if found is None:
            raise UnknownOrganisation(organisation_id, field)
        return found

    def get_living(self, organisation_id: str, field: str = "organisation_id") -> Organisation:
        """The organisation, refused when it has ended.

        Raises:
            UnknownOrganisation: it was never established.
            OrganisationEnded: it was merged or dissolved.
        """
        found = self.get(organisation_id, field)
        if found.successor_id is not None:
            raise OrganisationEnded(organisation_id, self.responsible(organisation_id), field)
        return found

    def path(self, organisation_id: str) -> str:
        """Ids from the root joined by ``/``; of an ended organisation, its last path."""
        return self.get(organisation_id).path

    def kind(self, organisation_id: str) -> OrganisationKind:
        return self.get(organisation_id).kind

    def name(self, organisation_id: str) -> str:
        return self.get(organisation_id).name

    def superior(self, organisation_id: str) -> str | None:
        return self.get(organisation_id).superior_id

    def ended_on(self, organisation_id: str) -> date | None:
        """Since when another answers for it: the last end on the way there; None while it lives."""
        last, at = None, self.get(organisation_id)
        while at.successor_id is not None:
            last = at.changed_on if last is None else max(last, at.changed_on)
            at = self.get(at.successor_id)
        return last

    def living(self, organisation_id: str) -> bool:
        """Whether it is established and has not ended."""
        found = self.by_id.get(organisation_id)
        return found is not None and found.successor_id is None

    def holds_members(self, organisation_id: str) -> bool:
        """Whether a member's affiliation may stand in it: a living committee or branch."""
        return self.living(organisation_id) and self.kind(organisation_id) in HOLDS_MEMBERS

    def children(self, organisation_id: str | None) -> tuple[str, ...]:
        """The living organisations directly below; of None, the roots."""
        return tuple(self.below.get(organisation_id, {}).values())

    def subtree(self, organisation_id: str) -> Iterator[Organisation]:
        """The living organisations of the subtree, itself first, superiors before subordinates."""
        yield self.get(organisation_id)
        for child in self.children(organisation_id):
            yield from self.subtree(child)

    def is_within(self, organisation_id: str, root_id: str) -> bool:
        """Whether it is ``root_id`` or stands below it."""
        root = self.path(root_id)
        path = self.path(organisation_id)
        return path == root or path.startswith(root + "/")

    def transfer_authority(self, organisation_id: str) -> str | None:
        """The nearest, itself or above, entitled to transfer affiliation (条例 art. 25)."""
        for organisation in self._upwards(organisation_id):
            if organisation.may_transfer and organisation.living:
                return organisation.organisation_id
        return None

    def division_code(self, organisation_id: str) -> str | None:
        """The division it is responsible for: its own, or that of the nearest above."""
        for organisation in self._upwards(organisation_id):
            if organisation.division_code is not None:
                return organisation.division_code
        return None

    def responsible(self, organisation_id: str) -> str:
        """Who answers for its members: itself while it lives, then its successors in turn."""
        found = self.get(organisation_id)
        while found.successor_id is not None:
            found = self.get(found.successor_id)
        return found.organisation_id

    def _upwards(self, organisation_id: str) -> Iterator[Organisation]:
        found: Organisation | None = self.get(organisation_id)
        while found is not None:
            yield found
            found = self.by_id[found.superior_id] if found.superior_id is not None else None


initial = Organisations()
