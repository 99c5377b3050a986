"""The principal behind a request."""

from typing import Annotated

from fastapi import FastAPI, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.access.principal import Principal
from shared.access.refusals import Unauthorised
from shared.access.tokens import Verifier

_BEARER = HTTPBearer(
    auto_error=False, bearerFormat="JWT", description="`make token` prints tokens to try."
)


def use_verifier(app: FastAPI, verifier: Verifier) -> None:
    """Let ``principal`` verify this application's tokens with ``verifier``."""
    app.state.verifier = verifier


async def principal(
    request: Request,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
) -> Principal:
    """Dependency: who asks. Raises ``Unauthorised`` (401) or ``KeysUnavailable`` (503).

    Verifying may have to fetch keys, and so is done by a thread; what is recalled needs none.
    """
    if given is None:
        raise Unauthorised("a bearer token is needed")
    known = _verifier(request).recalled(given.credentials)
    if known is not None:
        return known
    return await run_in_threadpool(verified, request, given.credentials)


def verified(request: Request, token: str) -> Principal:
    """Whom a token names that came by another way. Raises as ``principal`` does."""
    return _verifier(request).verify(token)


def _verifier(request: Request) -> Verifier:
    found: Verifier = request.app.state.verifier
    return found


Caller = Annotated[Principal, Security(principal)]
"""``def endpoint(caller: Caller)``: only who shows a genuine token comes in."""
