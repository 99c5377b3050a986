"""An endpoint for each step, `POST /petitions/{petition_id}/<step>`."""

from collections.abc import Callable
from typing import Any

from services.petitions.api.allowing import allow_petition, allow_step, unit_of
from services.petitions.api.fields import PetitionPath, Step
from services.petitions.api.office import Asked
from services.petitions.api.steps.bodies import Erase
from services.petitions.api.steps.ways import WAYS, Way
from services.petitions.domain.petition.commands import EraseAppellant, PetitionCommand
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["办理 handling"])
PETITION = "/petitions/{petition_id}"


def command_of(way: Way, body: Step, petition_id: str, asked: Asked, drawn: str) -> PetitionCommand:
    """The command behind the step: in the unit's name, its words sealed, with the id ``drawn``.

    Raises:
        UnknownPetition: the other appeal it names is not in the caller's sight.
    """
    told = {name: getattr(body, name) for name in way.body.model_fields}
    if way.other:
        allow_petition(asked, way.permission, told[way.other], way.other)
    given: dict[str, Any] = {name: each for name, each in told.items() if each is not None}
    if "by" in told:
        given["by"] = unit_of(asked, way.permission, told["by"])
    if "note" in given:
        given["note"] = asked.office.words.note(petition_id, given["note"])
    if way.draws:
        given[way.draws] = drawn
    if "handler" in told:
        given.setdefault("handler", asked.acting.actor)
    if way.name == "call-back":
        given.setdefault("resolved", None)
        given.setdefault("satisfaction", None)
    now, actor = asked.acting.now, asked.acting.actor
    return way.command(petition_id=petition_id, now=now, actor=actor, **given)


def _endpoint(way: Way) -> Callable[..., Done]:
    kind = way.body

    def take(petition_id: PetitionPath, body: kind, asked: Asked) -> Done:  # type: ignore[valid-type]  # one endpoint for each line of the table
        allow_step(asked, way.permission, petition_id)
        return asked.carry_out(command_of(way, body, petition_id, asked, asked.new_id))

    take.__name__ = way.name.replace("-", "_")
    return take


for _way in WAYS:
    router.add_api_route(
        f"{PETITION}/{_way.name}",
        _endpoint(_way),
        methods=["POST"],
        response_model=Done,
        summary=_way.summary,
    )


@router.post(f"{PETITION}/erase", summary="清除诉求人信息")
def erase(petition_id: PetitionPath, body: Erase, asked: Asked) -> Done:
    """The appellant's key is destroyed: contact, words and files can be read no more."""
    allow_petition(asked, Permission.PETITION_FORGET, petition_id)
    now, actor = asked.acting.now, asked.acting.actor
    done = asked.carry_out(
        EraseAppellant(petition_id=petition_id, now=now, actor=actor, at=body.at)
    )
    asked.office.words.forget(petition_id)  # should we die before this, `forgetting` makes it good
    return done
