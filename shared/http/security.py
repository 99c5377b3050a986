"""The principal behind a request."""

from typing import Annotated

from fastapi import FastAPI, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPBearer

from shared.access.principal import Principal
from shared.access.refusals import Unauthorised
from shared.access.tokens import Verifier


def use_verifier(app: FastAPI, verifier: Verifier) -> None:
    """Let ``principal`` verify this application's tokens with ``verifier``."""
    app.state.verifier = verifier


class _Shown(HTTPBearer):
    """Dependency: who shows the request's bearer token.

    The scheme itself answers it, one step instead of two: each costs every request some time.
    """

    async def __call__(self, request: Request) -> Principal:  # type: ignore[override]  # not the bare token
        """Raise ``Unauthorised`` (401) or ``KeysUnavailable`` (503).

        Verifying may have to fetch keys, and so is done by a thread; what is recalled needs none.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthorised("a bearer token is needed")
        if (known := _verifier(request).recalled(token)) is not None:
            return known
        return await run_in_threadpool(verified, request, token)


def verified(request: Request, token: str) -> Principal:
    """Whom a token names that came by another way. Raises as ``principal`` does."""
    return _verifier(request).verify(token)


def _verifier(request: Request) -> Verifier:
    found: Verifier = request.app.state.verifier
    return found


_BEARER = _Shown(
    scheme_name="HTTPBearer",
    bearerFormat="JWT",
    description="`make token` prints tokens to try.",
)
Caller = Annotated[Principal, Security(_BEARER)]
"""``def endpoint(caller: Caller)``: only who shows a genuine token comes in."""
