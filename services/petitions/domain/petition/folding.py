"""How an appeal goes on by what happened."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from services.petitions.domain.petition import clock_folding as clocks
from services.petitions.domain.petition import events as e
from services.petitions.domain.petition.petition import Extension, Petition, Turn, initial


def fold(events: Iterable[e.PetitionEvent], petition: Petition = initial) -> Petition:
    """The appeal after all ``events``."""
    return reduce(evolve, events, petition)


def evolve(petition: Petition, event: e.PetitionEvent) -> Petition:
    """The appeal after one more event."""
    if isinstance(event, e.Counted):
        petition = replace(petition, about=event.about, standing=event.after)
    changed = _APPLY[type(event)](petition, event)
    return replace(clocks.with_clocks(changed, event), changed_at=event.at)


def _registered(_: Petition, event: e.PetitionRegistered) -> Petition:
    return Petition(
        petition_id=event.petition_id,
        about=event.about,
        standing=event.after,
        appellant_id=event.appellant_id,
        tracking_digest=event.tracking_digest,
        confidential=event.confidential,
        superiors=event.superiors,
        dispatched_by=event.after.unit_id,
        known=frozenset(each.attachment_id for each in event.attachments),
        files=len(event.attachments),
    )


def _as_counted(petition: Petition, _: Any) -> Petition:
    return petition


def _recategorised(petition: Petition, event: e.PetitionRecategorised) -> Petition:
    return replace(petition, superiors=event.superiors)


def _dispatched(petition: Petition, event: e.PetitionDispatched) -> Petition:
    return replace(
        petition,
        assisting=event.assisting,
        signed_by=(),
        superiors=event.superiors,
        dispatched_by=event.by,
        handler="",
        return_until=event.return_until,
        turn=Turn.NONE,
        extension=Extension(),
        paused_before=False,
    )


def _signed_for(petition: Petition, event: e.OrderSignedFor) -> Petition:
    return replace(petition, signed_by=(*petition.signed_by, event.by))


def _returned(petition: Petition, event: e.OrderReturned) -> Petition:
    return replace(
        petition,
        assisting=(),
        superiors=event.superiors,
        turn=Turn.RETURNED,
        returned_by=(event.by,),
        handler="",
        extension=Extension(),
    )


def _assistance_returned(petition: Petition, event: e.AssistanceReturned) -> Petition:
    assisting = tuple(unit for unit in petition.assisting if unit != event.by)
    return replace(petition, assisting=assisting, returned_by=(*petition.returned_by, event.by))


def _in_hand(petition: Petition, event: e.PetitionInHand) -> Petition:
    return replace(petition, handler=event.handler)


def _handed_over(petition: Petition, event: e.PetitionHandedOver) -> Petition:
    lead = event.after.unit_id
    return replace(
        petition,
        superiors=event.superiors,
        handler="",
        assisting=tuple(unit for unit in petition.assisting if unit != lead),
        signed_by=tuple(unit for unit in petition.signed_by if unit != lead),
    )


def _commented(petition: Petition, event: e.CommentAdded) -> Petition:
    return replace(petition, known=petition.known | {event.comment_id})


def _file_attached(petition: Petition, event: e.FileAttached) -> Petition:
    known = petition.known | {event.attachment.attachment_id}
    return replace(petition, known=known, files=petition.files + 1)


def _resolved(petition: Petition, event: e.PetitionResolved) -> Petition:
    return replace(
        petition,
        outcome=event.outcome,
        reopen_until=event.reopen_until,
        turn=Turn.NONE,
        rated=False,
        extension=Extension(),
    )


def _called_back(petition: Petition, event: e.AppellantCalledBack) -> Petition:
    return replace(petition, known=petition.known | {event.call_id})


def _rated(petition: Petition, _: e.PetitionRated) -> Petition:
    return replace(petition, rated=True)


def _redone(petition: Petition, _: e.RedoOrdered) -> Petition:
    return replace(petition, turn=Turn.REDONE, outcome=None, signed_by=(), paused_before=False)


def _reopened(petition: Petition, event: e.PetitionReopened) -> Petition:
    return replace(
        petition, turn=Turn.REOPENED, outcome=None, superiors=event.superiors, assisting=()
    )


def _closed(petition: Petition, event: e.PetitionClosed) -> Petition:
    return replace(petition, reopen_until=event.reopen_until)


def _linked(petition: Petition, event: e.DuplicateLinked) -> Petition:
    return replace(petition, main_id=event.main_id)


def _repeated(petition: Petition, event: e.RepeatMarked) -> Petition:
    repeats = (*petition.repeats, event.earlier_id)
    return replace(petition, repeats=repeats, priority=event.priority)


def _need_published(petition: Petition, event: e.NeedPublished) -> Petition:
    return replace(petition, needs=(*petition.needs, (event.need, None)))


def _need_withdrawn(petition: Petition, event: e.NeedWithdrawn) -> Petition:
    return replace(petition, needs_withdrawn=petition.needs_withdrawn | {event.need_id})


def _need_answered(petition: Petition, event: e.NeedAnswered) -> Petition:
    needs = tuple(
        (need, event.outcome if need.need_id == event.need_id else outcome)
        for need, outcome in petition.needs
    )
    return replace(petition, needs=needs)


def _erased(petition: Petition, _: e.AppellantErased) -> Petition:
    return replace(petition, erased=True)


_APPLY: dict[type, Callable[[Petition, Any], Petition]] = {
    e.PetitionRegistered: _registered,
    e.PetitionAccepted: _as_counted,
    e.PetitionRefused: _as_counted,
    e.PetitionRecategorised: _recategorised,
    e.PetitionDispatched: _dispatched,
    e.OrderSignedFor: _signed_for,
    e.OrderReturned: _returned,
    e.AssistanceReturned: _assistance_returned,
    e.UnitOnSite: _as_counted,
    e.PetitionInHand: _in_hand,
    e.PetitionHandedOver: _handed_over,
    e.ExtensionRequested: clocks.extension_requested,
    e.ExtensionGranted: clocks.extension_granted,
    e.ExtensionRefused: clocks.extension_refused,
    e.HandlingPaused: clocks.paused,
    e.HandlingResumed: clocks.resumed,
    e.CommentAdded: _commented,
    e.FileAttached: _file_attached,
    e.PetitionResolved: _resolved,
    e.ResultFedBack: _as_counted,
    e.AppellantCalledBack: _called_back,
    e.PetitionRated: _rated,
    e.RedoOrdered: _redone,
    e.PetitionReopened: _reopened,
    e.PetitionListed: _as_counted,
    e.PetitionClosed: _closed,
    e.DuplicateLinked: _linked,
    e.RepeatMarked: _repeated,
    e.NeedPublished: _need_published,
    e.NeedWithdrawn: _need_withdrawn,
    e.NeedAnswered: _need_answered,
    e.AppellantErased: _erased,
    e.PromiseWarned: clocks.supervised,
    e.YellowCardGiven: clocks.supervised,
    e.RedCardGiven: clocks.supervised,
    e.PetitionEscalated: clocks.supervised,
}
