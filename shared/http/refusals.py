"""Refusals the HTTP edge itself raises; a service's own rejections need none of these.

Refusal (an HTTPException, so the framework lets it through wherever it is raised)
├── MalformedBody        400  not JSON, not UTF-8, or too deeply nested
├── NotFound             404
├── VersionChanged       412  the caller's If-Match is out of date
├── TooLarge             413
├── UnsupportedMedia     415
├── Invalid              422  fields and the rules they break
└── TooOften             429  the caller's address asks more often than anybody needs to
"""

from collections.abc import Mapping, Sequence

from starlette.exceptions import HTTPException

from shared.http.problem import FieldError, Problem, problem


class Refusal(HTTPException):
    """Something that is answered with a problem document."""

    def __init__(self, told: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(told.status, told.detail, dict(headers) if headers else None)
        self.problem = told


class MalformedBody(Refusal):
    def __init__(self, why: str) -> None:
        super().__init__(problem(400, why, slug="malformed-body"))


class NotFound(Refusal):
    """Also the answer about what lies out of the caller's scope where its existence is secret."""

    def __init__(self, what: str) -> None:
        super().__init__(problem(404, f"no such {what}"))


class VersionChanged(Refusal):
    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(problem(412, f"If-Match names version {expected}, it is at {actual}"))


class TooLarge(Refusal):
    def __init__(self, limit: int) -> None:
        super().__init__(problem(413, f"the body may have at most {limit} bytes"))


class UnsupportedMedia(Refusal):
    def __init__(self, wanted: str) -> None:
        super().__init__(problem(415, f"the content must be {wanted}"))


class Invalid(Refusal):
    """Fields and the rules they break; for what a schema cannot say."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(problem(422, "the request breaks a rule", errors=errors))


class TooOften(Refusal):
    def __init__(self, seconds: int) -> None:
        super().__init__(problem(429, "too many requests"), {"Retry-After": str(seconds)})
