"""A service as a process of its own: told by its environment, serving until it is asked to stop."""

import faulthandler
import os
import sys
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.routing import Route

from shared import logging
from shared.asked_to_end import AskedToEnd
from shared.collector import keep_what_is_there
from shared.http.mounted import mounted
from shared.http.server import Server
from shared.messaging.chosen import opened
from shared.program import Program
from shared.service import Service
from shared.settings import BadSetting, ServiceSettings

logger = structlog.get_logger(__name__)

BAD_SETTING = 78
"""Exit status: the environment has to be mended, starting again is no use (`EX_CONFIG`)."""
FAILED = 1
_FOR_PROBES = ("/health/live", "/health/ready", "/metrics")


def run(program: Program) -> int:
    """Be that process until SIGTERM or SIGINT; answers the exit status."""
    try:
        return _live(program, _read(program))
    except BadSetting as error:
        sys.stderr.write(f"{program.name}: {error}\n")
        return BAD_SETTING


def _live(program: Program, settings: ServiceSettings) -> int:
    logging.configure(settings.log_level)
    faulthandler.enable()  # a crash of the interpreter itself says which code was running, in files and lines
    name = f"{program.name}.{settings.role}"
    os.environ.setdefault("PGAPPNAME", name)  # noqa: TID251 -- told to libpq: pg_stat_activity shows it
    asked = AskedToEnd()
    try:
        _serve(program, settings, asked)
    except BadSetting:
        raise
    except Exception:
        logger.exception("process.failed", service=program.name, role=settings.role)
        return FAILED
    return 0


def _read(program: Program) -> Any:
    settings = program.read()
    if settings.role not in {*program.roles, "all"}:
        known = ", ".join((*program.roles, "all"))
        raise BadSetting(f"{program.prefix}ROLE must be one of {known}")
    if bool(settings.kafka_bootstrap) == bool(settings.backbone_url):
        either = f"{program.prefix}KAFKA_BOOTSTRAP or {program.prefix}BACKBONE_URL"
        raise BadSetting(f"set either {either}")
    return settings


def _serve(program: Program, settings: ServiceSettings, asked: AskedToEnd) -> None:
    """Start, wait, and stop in the reverse order: requests first, then what works behind them."""
    with opened(settings, f"{program.name}.{settings.role}") as backbone:
        service = program.compose(settings, backbone)
        server = Server(
            alone(service),
            host=settings.host,
            port=settings.port,
            trusted_proxies=settings.trusted_proxies,
        )
        told = {"service": program.name, "role": settings.role, "listens": server.address}
        service.start()
        keep_what_is_there()
        try:
            with server:
                logger.info("process.started", **told)
                asked.wait()
                logger.info("process.stopping", **told)
        finally:
            service.stop()
    logger.info("process.stopped", **told)


def alone(service: Service) -> FastAPI:
    """The service under its prefix as everywhere; health and metrics also where probes look for them."""
    whole = mounted(service.app.title, {f"/{service.name}": service.app})
    whole.routes.extend(Route(path, service.app, include_in_schema=False) for path in _FOR_PROBES)
    return whole
