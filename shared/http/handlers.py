"""Whatever is raised while a request is handled -> a problem document. One table for each kind."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import psycopg
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError
from starlette.exceptions import HTTPException

from shared.access.refusals import Forbidden, KeysUnavailable, Unauthorised
from shared.commands import SeenOtherVersion
from shared.database import PoolExhausted
from shared.event_store import AlreadyClaimed, OutcomeUnknown, SlotHeld, VersionConflict
from shared.http.problem import FieldError, Problem, answer, problem
from shared.http.refusals import Refusal, VersionChanged
from shared.http.validation import field_errors
from shared.paging import BadCursor
from shared.privacy.screening import PersonalDataInText

logger = structlog.get_logger(__name__)

REALM = 'Bearer realm="community-platform"'


Handler = Callable[[Request, Exception], Response]


class RejectionLike(Protocol):
    """How a domain says no: the rule that refused, and what to do about it.

    Attributes:
        slug: the rule's stable name (``transfer-already-open``).
        field: the command's field it is about; empty when it is about none.
        message: the reason in English.
        label: the reason as people read it, with what to do next.
    """

    slug: str
    field: str
    message: str
    label: str


FAULTS: Mapping[type[Exception], tuple[int, str]] = {
    KeysUnavailable: (503, "the keys that verify tokens cannot be read now; try again"),
    VersionConflict: (409, "somebody else changed it meanwhile; look again and repeat"),
    SlotHeld: (409, "the time is taken by another booking; look again and choose another time"),
    AlreadyClaimed: (409, "this is registered already under another record"),
    OutcomeUnknown: (503, "repeat with the same Idempotency-Key: the first answer is found again"),
    psycopg.OperationalError: (503, "the database cannot be reached now; try again"),
    OperationalError: (503, "the database cannot be reached now; try again"),
    PoolExhausted: (503, "too busy now; try again"),
}
"""Faults below the service -> status, and what the caller can do."""

RETRY_AFTER_SECONDS = "5"


def install_handlers(app: FastAPI) -> None:
    """Answer everything with problem documents, except a service's rejections (see below)."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Unauthorised, _unauthorised)
    app.add_exception_handler(Forbidden, _forbidden)
    app.add_exception_handler(PersonalDataInText, _personal_data)
    app.add_exception_handler(SeenOtherVersion, _seen_other_version)
    app.add_exception_handler(BadCursor, _bad_cursor)
    app.add_exception_handler(DataError, _bad_cursor)
    for kind, (status, advice) in FAULTS.items():
        app.add_exception_handler(kind, _fault(status, advice))


def of_other_shape(outdated: Callable[[], bool]) -> Mapping[type[Exception], Handler]:
    """How a query is answered that the database does not understand.

    While a view is ``outdated`` that passes: it lacks what the query asks for. Else the query is wrong, and is
    raised again.
    """
    passing = _fault(503, "this view is being made anew for this release; try again later")

    def told(request: Request, error: Exception) -> Response:
        if not outdated():
            raise error
        return passing(request, error)

    return {ProgrammingError: told, psycopg.ProgrammingError: told}


def install_rejections(
    app: FastAPI, rejection: type[Exception], statuses: Mapping[str, int]
) -> None:
    """Answer the domain's rejections: ``statuses`` by slug, 422 for those it does not list.

    ``rejection`` is the root of the service's rejections; its instances are ``RejectionLike``.
    """

    def rejected(request: Request, error: Any) -> Response:
        return answer(request, rejection_problem(error, statuses.get(error.slug, 422)))

    app.add_exception_handler(rejection, rejected)


def rejection_problem(refused: RejectionLike, status: int) -> Problem:
    """The problem document of a rejection: the label for people, rule and reason for programs."""
    error = FieldError(field=refused.field, rule=refused.slug, message=refused.message)
    return problem(status, refused.label, slug=refused.slug, errors=[error])


def _refusal(request: Request, error: Any) -> Response:
    return answer(request, error.problem, error.headers)


def _http(request: Request, error: Any) -> Response:
    """The framework's own refusals: unknown path, wrong method, broken form."""
    return answer(request, problem(error.status_code, str(error.detail)), error.headers)


def _validation(request: Request, error: Any) -> Response:
    errors = field_errors(error.errors())
    return answer(request, problem(422, "the request breaks a rule", errors=errors))


def _unauthorised(request: Request, error: Exception) -> Response:
    given = "authorization" in request.headers
    challenge = f'{REALM}, error="invalid_token", error_description="{error}"' if given else REALM
    return answer(request, problem(401, str(error)), {"WWW-Authenticate": challenge})


def _forbidden(request: Request, error: Exception) -> Response:
    return answer(request, problem(403, str(error)))


def _personal_data(request: Request, error: Any) -> Response:
    return answer(request, rejection_problem(error, 422))


def _seen_other_version(request: Request, error: Any) -> Response:
    told = VersionChanged(error.expected, error.actual)
    return answer(request, told.problem)


def _bad_cursor(request: Request, error: Exception) -> Response:
    """Also what the database cannot take: only a cursor made up by hand gets there."""
    if isinstance(error, DataError):
        logger.warning("request.not_taken", exc_info=error)
    message = "give the `following` of this list's last page"
    errors = [FieldError(field="after", rule="cursor", message=message)]
    return answer(request, problem(422, "the cursor is not one of this list", errors=errors))


def _fault(status: int, advice: str) -> Callable[[Request, Exception], Response]:
    def told(request: Request, error: Exception) -> Response:
        logger.warning("request.fault", status=status, exc_info=error)
        headers = {"Retry-After": RETRY_AFTER_SECONDS} if status == 503 else {}  # noqa: PLR2004 -- HTTP
        return answer(request, problem(status, advice), headers)

    return told
