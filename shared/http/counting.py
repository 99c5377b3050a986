"""How a command ended, in the word under which it is counted (`commands_total`)."""

from starlette.exceptions import HTTPException

from shared.access.refusals import Forbidden, Unauthorised
from shared.commands import SeenOtherVersion
from shared.deciding import Outcome
from shared.event_store import AlreadyClaimed, VersionConflict

_CONFLICTS = (VersionConflict, AlreadyClaimed, SeenOtherVersion)
_FAULT = 500


def outcome_of(answer: Outcome | Exception) -> str:
    """`done`, `repeated`, `rejected:<slug>`, `conflict`, or `failed`: a fault that is not the caller's."""
    if isinstance(answer, Outcome):
        return "repeated" if answer.repeated else "done"
    if isinstance(answer, _CONFLICTS):
        return "conflict"
    if slug := _refusal(answer):
        return f"rejected:{slug}"
    return "failed"


def _refusal(answer: Exception) -> str:
    """The rule that refused; empty when none did."""
    if isinstance(answer, Forbidden | Unauthorised):
        return type(answer).__name__.lower()
    if isinstance(answer, HTTPException) and answer.status_code < _FAULT:
        return f"http-{answer.status_code}"
    return str(getattr(answer, "slug", ""))  # a rejection of the domain has one
