"""The principal behind a request."""

from typing import Annotated

from fastapi import FastAPI, Request, Security
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


def principal(
    request: Request,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
) -> Principal:
    """Dependency: who asks. Raises ``Unauthorised`` (401) or ``KeysUnavailable`` (503)."""
    if given is None:
        raise Unauthorised("a bearer token is needed")
    return verified(request, given.credentials)


def verified(request: Request, token: str) -> Principal:
    """Whom a token names that came by another way. Raises as ``principal`` does."""
    verifier: Verifier = request.app.state.verifier
    return verifier.verify(token)


Caller = Annotated[Principal, Security(principal)]
"""``def endpoint(caller: Caller)``: only who shows a genuine token comes in."""
