"""The collector of garbage, and what is no garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """Keep it off while modules are imported: what they define stays as long as the process.

    Else it looks through them again and again, a tenth of the work of a start.
    """
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()


def keep_what_is_there() -> None:
    """Spare it all that was imported and composed: that stays as long as the process.

    Looking through it again costs every now and then a tenth of a second, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()


def let_go_of_what_was_there() -> None:
    """The contrary, for who goes on without it: what was spared is garbage like any other."""
    gc.unfreeze()
