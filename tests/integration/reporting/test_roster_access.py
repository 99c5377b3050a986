"""Who sees which division's roster, how its questions are refused, and how it moves with the city."""

from shared.access.tokens import issue  # noqa: F401 -- see below
