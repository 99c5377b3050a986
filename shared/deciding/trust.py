"""Whether it is worth deciding on what is remembered, without a look at what is new."""

_MOST = 64


class Trust:
    """Given while what is remembered stands, and withdrawn for a while when it does not.

    Where other processes write the same streams, what is remembered is mostly old: whoever decides on it has
    decided in vain. One thread asks and tells at a time.
    """

    def __init__(self) -> None:
        self._withdrawn, self._next = 0, 1

    def given(self) -> bool:
        """Whether to try; ask once for each group."""
        if not self._withdrawn:
            return True
        self._withdrawn -= 1
        return False

    def tell(self, *, kept: bool) -> None:
        """How it went; each time in vain it is withdrawn for twice as many groups, at most for 64."""
        self._withdrawn = 0 if kept else self._next
        self._next = 1 if kept else min(2 * self._next, _MOST)
