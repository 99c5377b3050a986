"""A member as he was but for what an event changes."""

from typing import TYPE_CHECKING, TypeVar

S = TypeVar("S")

if TYPE_CHECKING:
    # A type checker knows by this name which fields there are, and of which types.
    from dataclasses import replace as changed
else:

    def changed(state: S, /, **changes: object) -> S:
        """What `dataclasses.replace` answers, in a tenth of the time, of a dataclass without slots.

        Every command folds its member's whole history first. `replace` looks at each of his fields
        twice for each event; nearly all of what a command spent on the rules was that.
        """
        copy = object.__new__(type(state))
        copy.__dict__.update(state.__dict__)
        copy.__dict__.update(changes)
        return copy


__all__ = ["changed"]
