"""The only place of the project that draws by chance: seeded, so that it always draws the same."""

from random import Random  # noqa: TID251 -- sample data is drawn from a given seed


def seeded(seed: int) -> Random:
    """A generator that gives the same draws for the same seed on every machine."""
    return Random(seed)  # noqa: S311 -- sample data, not secrets


__all__ = ["Random", "seeded"]
