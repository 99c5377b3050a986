"""The HTTP application of a service, with everything in place that all of them share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware import Middleware

from shared.access.tokens import Verifier
from shared.http.body_limit import BodyLimit
from shared.http.checked_route import CheckedRoute
from shared.http.correlation import Correlation
from shared.http.documented import document_problems, problems
from shared.http.handlers import install_handlers, install_rejections
from shared.http.health import Readiness, health_router
from shared.http.observation import Observation
from shared.http.security import use_verifier
from shared.metrics import Metrics


@dataclass(frozen=True)
class Edge:
    """What a service tells about its HTTP edge.

    Attributes:
        title: the service's name, as people read it on the OpenAPI page.
        version: of the interface.
        verifier: knows the tokens.
        metrics: where requests are counted.
        readiness: how the service's loops fare.
        rejection: the root of the domain's rejections; None for a service that decides nothing.
        statuses: slug of a rejection -> HTTP status, where it is not 422.
        larger_bodies: path -> bytes, for uploads.
        around: the service's own middleware; it sees every refusal but a 500.
    """

    title: str
    version: str
    verifier: Verifier
    metrics: Metrics
    readiness: Readiness = tuple
    rejection: type[Exception] | None = None
    statuses: Mapping[str, int] = field(default_factory=dict)
    larger_bodies: Mapping[str, int] = field(default_factory=dict)
    around: Sequence[Middleware] = ()


def service_router(*statuses: int, tags: Sequence[str] = ()) -> APIRouter:
    """A router for ``service_app``.

    ``statuses`` are the problems its operations may answer besides those that any may.
    """
    return APIRouter(route_class=CheckedRoute, responses=problems(*statuses), tags=list(tags))


def service_app(edge: Edge, routers: Sequence[APIRouter]) -> FastAPI:
    """The application.

    Raises:
        TypeError: a router was not made by ``service_router``, or two routes are the same one.
    """
    _refuse_twins(routers)
    app = FastAPIOffline(title=edge.title, version=edge.version, middleware=_around(edge))
    app.include_router(health_router(edge.readiness, edge.metrics))
    for router in routers:
        if not all(isinstance(route, CheckedRoute) for route in router.routes):
            raise TypeError("make the router with service_router: it checks what arrives")
        app.router.routes.extend(router.routes)  # included, each would be looked for twice
    use_verifier(app, edge.verifier)
    install_handlers(app)
    if edge.rejection:
        install_rejections(app, edge.rejection, edge.statuses)
    document_problems(app)
    return app


def _refuse_twins(routers: Sequence[APIRouter]) -> None:
    """Metrics tell routes apart by method and path; and the second of two is never asked."""
    routes = [route for router in routers for route in router.routes]
    told = Counter(
        (method, route.path)
        for route in routes
        if isinstance(route, CheckedRoute)
        for method in route.methods or ()
    )
    if twins := [f"{method} {path}" for (method, path), times in told.items() if times > 1]:
        raise TypeError(f"two routes of one service: {', '.join(twins)}")


def _around(edge: Edge) -> list[Middleware]:
    """From the outside in."""
    return [
        Middleware(Correlation),
        Middleware(Observation, metrics=edge.metrics),
        *edge.around,
        Middleware(BodyLimit, larger=edge.larger_bodies),
    ]
