"""Log lines: one JSON object a line, without personal data, also for libraries' messages."""

import logging
import sys
import traceback
from collections.abc import MutableMapping, Sequence
from typing import Any, TextIO

import structlog
from structlog.types import Processor

from shared.clock import utc_now
from shared.redaction import redact

_FRAMES = 12
_CAUSES = 4


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send structlog's and the standard library's messages to ``stream`` (default: stderr).

    Call it once, in the composition root, before anything logs.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=_LAST, foreign_pre_chain=_FIRST)
    )
    root = logging.getLogger()
    root.handlers, root.level = [handler], number
    structlog.configure(
        processors=[*_FIRST, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def _timestamp(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Any:
    event["at"] = utc_now().isoformat(timespec="milliseconds")
    return event


def _tell_exception(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Any:
    """Put an exception into words that hold no row and no parameter.

    Only the first line of each message is kept: databases put the offending values behind it.
    """
    given = event.pop("exc_info", None)
    error = _exception(given)
    if error is not None:
        event["error"] = [_told(one) for one in _chain(error)]
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        event["traceback"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
    return event


def _exception(given: object) -> BaseException | None:
    match given:
        case BaseException():
            return given
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exc_info()[1]
    return None


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"


def _chain(error: BaseException) -> Sequence[BaseException]:
    found = [error]
    while len(found) < _CAUSES and (cause := found[-1].__cause__ or found[-1].__context__):
        found.append(cause)
    return found


_FIRST: Sequence[Processor] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    _timestamp,
    _tell_exception,
)

_LAST: Sequence[Processor] = (
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    redact,
    structlog.processors.JSONRenderer(ensure_ascii=False),
)
"""What every line goes through, wherever it comes from."""
