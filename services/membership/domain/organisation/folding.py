"""How the tree grows by what happened."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from services.membership.domain.organisation.events import (
    OrganisationDissolved,
    OrganisationEstablished,
    OrganisationEvent,
    OrganisationMerged,
    OrganisationMoved,
    OrganisationReElected,
    OrganisationRenamed,
)
from services.membership.domain.organisation.tree import Organisation, Organisations, initial


def fold(events: Iterable[OrganisationEvent], tree: Organisations = initial) -> Organisations:
    """The tree after all ``events``; ``tree`` itself is left as it was."""
    draft = _Draft(tree)
    for event in events:
        _APPLY[type(event)](draft, event)
    return draft.tree


def evolve(tree: Organisations, event: OrganisationEvent) -> Organisations:
    """The tree after one more event."""
    return fold((event,), tree)


class _Draft:
    """A copy in the making: a superior's list is copied when it is first written to."""

    def __init__(self, tree: Organisations) -> None:
        self.tree = Organisations(dict(tree.by_id), dict(tree.below))
        self._own: set[str | None] = set()

    def put(self, organisation: Organisation) -> None:
        self.tree.by_id[organisation.organisation_id] = organisation
        self._list(organisation.superior_id)[organisation.name] = organisation.organisation_id

    def take(self, organisation_id: str) -> Organisation:
        organisation = self.tree.by_id[organisation_id]
        del self._list(organisation.superior_id)[organisation.name]
        return organisation

    def end(self, ended: Organisation) -> None:
        self.tree.by_id[ended.organisation_id] = ended

    def _list(self, superior_id: str | None) -> dict[str, str]:
        if superior_id not in self._own:
            self._own.add(superior_id)
            self.tree.below[superior_id] = dict(self.tree.below.get(superior_id, ()))
        return self.tree.below[superior_id]


def _established(draft: _Draft, event: OrganisationEstablished) -> None:
    facts, day = event.after, event.effective_date
    draft.put(
        Organisation(
            organisation_id=event.organisation_id,
            name=event.name,
            kind=facts.kind,
            superior_id=event.superior_id,
            path=facts.path,
            division_code=facts.division_code,
            form=facts.form,
            may_transfer=event.may_transfer,
            units=event.units,
            placed_on=day,
            changed_on=day,
        )
    )


def _renamed(draft: _Draft, event: OrganisationRenamed) -> None:
    before = draft.take(event.organisation_id)
    draft.put(replace(before, name=event.name, changed_on=event.effective_date))


def _moved(draft: _Draft, event: OrganisationMoved) -> None:
    day = event.effective_date
    before = draft.take(event.organisation_id)
    placed = replace(before, superior_id=event.superior_id, path=event.after.path, placed_on=day)
    draft.put(replace(placed, changed_on=day))


def _merged(draft: _Draft, event: OrganisationMerged) -> None:
    before = draft.take(event.organisation_id)
    draft.end(replace(before, successor_id=event.into_id, changed_on=event.effective_date))


def _dissolved(draft: _Draft, event: OrganisationDissolved) -> None:
    before = draft.take(event.organisation_id)
    draft.end(replace(before, successor_id=event.successor_id, changed_on=event.effective_date))


def _re_elected(draft: _Draft, event: OrganisationReElected) -> None:
    before = draft.tree.by_id[event.organisation_id]
    draft.tree.by_id[event.organisation_id] = replace(
        before,
        term_ends_on=event.term_ends_on,
        term_rule=event.rule,
        changed_on=event.effective_date,
    )


_APPLY: dict[type, Callable[[_Draft, Any], None]] = {
    OrganisationEstablished: _established,
    OrganisationRenamed: _renamed,
    OrganisationMoved: _moved,
    OrganisationMerged: _merged,
    OrganisationDissolved: _dissolved,
    OrganisationReElected: _re_elected,
}
