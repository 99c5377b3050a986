"""How a service answers over HTTP."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.middleware import Middleware

from shared.access.keys import BadKey
from shared.access.tokens import Verifier
from shared.composition.ground import Ground
from shared.http.handlers import of_other_shape
from shared.http.health import Readiness
from shared.http.office import Office, use_office
from shared.http.service_app import Edge, service_app
from shared.http.views import Allow, operator
from shared.metrics import Metrics
from shared.settings import FOR_ALL, BadSetting

Handler = Callable[[Request, Any], Response]


@dataclass(frozen=True)
class Front:
    """What a service tells of its HTTP interface.

    Attributes:
        title: its name, as people read it on the OpenAPI page.
        routers: its endpoints, each made by `service_router`.
        version: of the interface.
        rejection: the root of the domain's rejections; None for a service that decides nothing.
        statuses: slug of a rejection -> HTTP status, where it is not 422.
        larger_bodies: path -> bytes, for uploads.
        handlers: what else its endpoints may raise, and how that is answered.
        allow: lets those pass who may operate the views.
        around: its own middleware, which sees every refusal but a 500.
    """

    title: str
    routers: Sequence[APIRouter]
    version: str = "1"
    rejection: type[Exception] | None = None
    statuses: Mapping[str, int] = field(default_factory=dict)
    larger_bodies: Mapping[str, int] = field(default_factory=dict)
    handlers: Mapping[type[Exception], Handler] = field(default_factory=dict)
    allow: Allow = operator
    around: Sequence[Middleware] = ()

    def over(self, outdated: Callable[[], bool]) -> Self:
        """The same over views of which some may not have this release's shape: ``outdated`` looks."""
        return replace(self, handlers={**self.handlers, **of_other_shape(outdated)})

    def edge(self, verifier: Verifier, metrics: Metrics, readiness: Readiness = tuple) -> Edge:
        return Edge(
            title=self.title,
            version=self.version,
            verifier=verifier,
            metrics=metrics,
            readiness=readiness,
            rejection=self.rejection,
            statuses=self.statuses,
            larger_bodies=self.larger_bodies,
            around=self.around,
        )


def app_of(
    ground: Ground,
    front: Front,
    office: Office | None,
    readiness: Readiness,
    routers: Sequence[APIRouter],
) -> FastAPI:
    """The application; whatever its role, it answers for its health and its metrics."""
    app = service_app(front.edge(_verifier(ground), ground.metrics, readiness), routers)
    if office is not None:
        use_office(app, office)
    for fault, handler in front.handlers.items():
        app.add_exception_handler(fault, handler)
    return app


def _verifier(ground: Ground) -> Verifier:
    told = ground.settings
    try:
        return Verifier.at(told.token_keys, issuer=told.token_issuer, audience=told.token_audience)
    except (BadKey, OSError) as error:
        raise BadSetting(
            f"{ground.name.upper()}_TOKEN_KEYS (or {FOR_ALL}TOKEN_KEYS): {error}"
        ) from error
