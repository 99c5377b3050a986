"""How an appeal goes on by what happened."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from services.petitions.domain.petition import clock_folding as clocks
from services.petitions.domain.petition import events as e
from services.petitions.domain.petition.petition import Extension, Petition, Rated, Turn, initial

Changes = dict[str, Any]
"""Fields of the appeal with their new values."""


def fold(events: Iterable[e.PetitionEvent], petition: Petition = initial) -> Petition:
    """The appeal after all ``events``."""
    return reduce(evolve, events, petition)


def evolve(petition: Petition, event: e.PetitionEvent) -> Petition:
    """The appeal after one more event: what it changes of its own, its clocks, and how it is counted.

    All of it is put in at once: an appeal has many fields, and every decision begins with this.
    """
    changes: Changes = {"changed_at": event.at} | _CHANGES[type(event)](petition, event)
    changes |= clocks.gone_on(changes.get("clocks", petition.clocks), petition.clock_count, event)
    if isinstance(event, e.Counted):
        changes |= {"about": event.about, "standing": event.after}
    return replace(petition, **changes)


def _registered(_: Petition, event: e.PetitionRegistered) -> Changes:
    return {
        "petition_id": event.petition_id,
        "about": event.about,
        "standing": event.after,
        "appellant_id": event.appellant_id,
        "tracking_digest": event.tracking_digest,
        "confidential": event.confidential,
        "superiors": event.superiors,
        "dispatched_by": event.after.unit_id,
        "known": frozenset(each.attachment_id for each in event.attachments),
        "files": len(event.attachments),
    }


def _as_counted(_: Petition, __: Any) -> Changes:
    return {}


def _recategorised(_: Petition, event: e.PetitionRecategorised) -> Changes:
    directs = event.after.unit_id
    return {"superiors": event.superiors, "dispatched_by": directs, "corrected_by": event.by}


def _dispatched(petition: Petition, event: e.PetitionDispatched) -> Changes:
    return {
        "assisting": event.assisting,
        "entrusted": petition.entrusted | {event.after.unit_id, *event.assisting},
        "signed_by": (),
        "superiors": event.superiors,
        "dispatched_by": event.by,
        "handler": "",
        "return_until": event.return_until,
        "assist_until": event.return_until,
        "turn": Turn.NONE,
        "extension": Extension(),
        "paused_before": False,
    }


def _signed_for(petition: Petition, event: e.OrderSignedFor) -> Changes:
    return {"signed_by": (*petition.signed_by, event.by)}


def _returned(_: Petition, event: e.OrderReturned) -> Changes:
    return {
        "assisting": (),
        "superiors": event.superiors,
        "turn": Turn.RETURNED,
        "returned_by": (event.by,),
        "handler": "",
        "extension": Extension(),
    }


def _assistance_returned(petition: Petition, event: e.AssistanceReturned) -> Changes:
    assisting = tuple(unit for unit in petition.assisting if unit != event.by)
    return {"assisting": assisting, "returned_by": (*petition.returned_by, event.by)}


def _in_hand(_: Petition, event: e.PetitionInHand) -> Changes:
    return {"handler": event.handler}


def _handed_over(petition: Petition, event: e.PetitionHandedOver) -> Changes:
    lead = event.after.unit_id
    return {
        "superiors": event.superiors,
        "handler": "",
        "return_until": event.return_until or petition.return_until,
        "entrusted": petition.entrusted | {lead},
        "assisting": tuple(unit for unit in petition.assisting if unit != lead),
        "signed_by": tuple(unit for unit in petition.signed_by if unit != lead),
    }


def _commented(petition: Petition, event: e.CommentAdded) -> Changes:
    return {"known": petition.known | {event.comment_id}}


def _file_attached(petition: Petition, event: e.FileAttached) -> Changes:
    known = petition.known | {event.attachment.attachment_id}
    return {"known": known, "files": petition.files + 1}


def _resolved(_: Petition, event: e.PetitionResolved) -> Changes:
    return {
        "outcome": event.outcome,
        "reopen_until": event.reopen_until,
        "turn": Turn.NONE,
        "rated": Rated.NOT,
        "extension": Extension(),
    }


def _called_back(petition: Petition, event: e.AppellantCalledBack) -> Changes:
    return {"known": petition.known | {event.call_id}}


def _rated(_: Petition, event: e.PetitionRated) -> Changes:
    return {"rated": Rated.ON_PAPER if event.by else Rated.BY_CODE}


def _redone(_: Petition, __: e.RedoOrdered) -> Changes:
    return {"turn": Turn.REDONE, "outcome": None, "signed_by": (), "paused_before": False}


def _reopened(_: Petition, event: e.PetitionReopened) -> Changes:
    return {"turn": Turn.REOPENED, "outcome": None, "superiors": event.superiors, "assisting": ()}


def _closed(_: Petition, event: e.PetitionClosed) -> Changes:
    return {"reopen_until": event.reopen_until}


def _linked(_: Petition, event: e.DuplicateLinked) -> Changes:
    return {"main_id": event.main_id}


def _made_main(petition: Petition, _: e.PetitionMadeMain) -> Changes:
    """It is a step of another appeal: whatever comes next here need not come after it."""
    return {"is_main": True, "changed_at": petition.changed_at}


def _repeated(petition: Petition, event: e.RepeatMarked) -> Changes:
    repeats = (*petition.repeats, event.earlier_id)
    return {"repeats": repeats, "priority": event.priority}


def _need_published(petition: Petition, event: e.NeedPublished) -> Changes:
    return {"needs": (*petition.needs, (event.need, None))}


def _need_withdrawn(petition: Petition, event: e.NeedWithdrawn) -> Changes:
    return {"needs_withdrawn": petition.needs_withdrawn | {event.need_id}}


def _need_answered(petition: Petition, event: e.NeedAnswered) -> Changes:
    needs = tuple(
        (need, event.outcome if need.need_id == event.need_id else outcome)
        for need, outcome in petition.needs
    )
    return {"needs": needs}


def _erased(_: Petition, __: e.AppellantErased) -> Changes:
    return {"erased": True}


_CHANGES: dict[type, Callable[[Petition, Any], Changes]] = {
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
    e.PetitionMadeMain: _made_main,
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
