"""Everything that can be decided about an appeal, on one screen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.petitions.domain.petition import (
    answering,
    commands,
    dispatching,
    extension,
    handling,
    intake,
    linking,
    needs,
)
from services.petitions.domain.petition.case import Case, case_of, streams_needed
from services.petitions.domain.petition.commands import PetitionCommand, SupervisePromises
from services.petitions.domain.petition.events import PetitionEvent
from services.petitions.domain.petition.folding import evolve, fold
from services.petitions.domain.petition.petition import Petition, initial
from services.petitions.domain.petition.steps import known, moment
from services.petitions.domain.petition.supervision import due, next_due, overdue

__all__ = [
    "Case",
    "Petition",
    "case_of",
    "decide",
    "due",
    "evolve",
    "fold",
    "initial",
    "next_due",
    "streams_needed",
]


def decide(command: PetitionCommand, case: Case) -> tuple[PetitionEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Steps of supervision whose moments passed before the command come first.

    Raises:
        Rejection: the rule that refused.
    """
    at = moment(command, case.petition)
    late = overdue(case, at)
    if isinstance(command, SupervisePromises):
        known(case, command.petition_id)
        return late
    now = replace(case, petition=fold(late, case.petition))
    events = tuple(_DECIDE[type(command)](command, now, at))
    return (*late, *events) if events else ()


_DECIDE: dict[type, Callable[[Any, Case, datetime], Iterator[PetitionEvent]]] = {
    commands.RegisterPetition: intake.register,
    commands.AcceptPetition: intake.accept,
    commands.RefusePetition: intake.refuse,
    commands.RecategorisePetition: intake.recategorise,
    commands.AttachFile: intake.attach,
    commands.DispatchPetition: dispatching.dispatch,
    commands.SignForOrder: dispatching.sign_for,
    commands.ReturnAsWrongUnit: dispatching.send_back,
    commands.HandOverPetition: dispatching.hand_over,
    commands.ArriveOnSite: handling.arrive,
    commands.TakeInHand: handling.take_in_hand,
    commands.PauseHandling: handling.pause,
    commands.ResumeHandling: handling.resume,
    commands.AddComment: handling.comment,
    commands.ResolvePetition: handling.resolve,
    commands.RequestExtension: extension.request,
    commands.GrantExtension: extension.grant,
    commands.RefuseExtension: extension.refuse,
    commands.FeedBackResult: answering.feed_back,
    commands.CallBackAppellant: answering.call_back,
    commands.RatePetition: answering.rate,
    commands.RedoPetition: answering.redo,
    commands.ReopenPetition: answering.reopen,
    commands.ListPetition: answering.keep_listed,
    commands.ClosePetition: answering.close,
    commands.LinkDuplicate: linking.link,
    commands.MarkRepeat: linking.mark_repeat,
    commands.EraseAppellant: linking.erase,
    commands.PublishNeed: needs.publish,
    commands.WithdrawNeed: needs.withdraw,
    commands.RecordNeedOutcome: needs.record,
}
