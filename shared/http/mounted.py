"""Several services in one process, each under its own prefix with its own OpenAPI pages."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware

from shared.http.correlation import Correlation
from shared.http.handlers import install_handlers


def mounted(title: str, services: Mapping[str, FastAPI]) -> FastAPI:
    """One application with ``services`` under their prefixes (``/membership``).

    Its own page ``/`` lists them. Their lifespans run inside its own.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for app in services.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield

    whole = FastAPI(
        title=title, lifespan=lifespan, openapi_url=None, middleware=[Middleware(Correlation)]
    )
    install_handlers(whole)

    @whole.get("/")
    def index() -> dict[str, dict[str, str]]:
        return {
            prefix.strip("/"): {"title": app.title, "openapi": f"{prefix}/docs"}
            for prefix, app in services.items()
        }

    for prefix, app in services.items():
        whole.mount(prefix, app)
    return whole
