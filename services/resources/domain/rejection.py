"""How a rule refuses: every refusal is a named subclass beside its rule."""

import re
from typing import ClassVar

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Rejection(Exception):
    """A rule refused a command; nothing happened.

    Attributes:
        slug: the rule's stable name, kebab-case of the class name.
        field: the command field that must change for the command to be accepted.
        message: what is wrong and what to do next, in English.
        label: the same in Chinese, for people.
    """

    slug: ClassVar[str] = "rejection"

    def __init_subclass__(cls) -> None:
        cls.slug = _WORD_START.sub("-", cls.__name__).lower()

    def __init__(self, field: str, message: str, label: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.label = label
