"""How much may be set aside. The idea is Arroyo's: a few bad messages are the messages' fault, many ours."""

from collections import deque

from shared.subscription.promise import TooManyDeadLetters


class Limit:
    """How much may be set aside before the subscription stops."""

    def __init__(self, *, in_a_row: int = 10, share: float = 0.1, window: int = 1000) -> None:
        """Args: ``in_a_row`` failures, or more than ``share`` of the last ``window`` entries."""
        self._in_a_row, self._most = in_a_row, max(in_a_row, int(share * window))
        self._row = 0
        self._recent: deque[bool] = deque(maxlen=window)

    def begin_anew(self) -> None:
        """A person has decided on what was set aside: what fails from now on is counted by itself."""
        self._row = 0
        self._recent.clear()

    def passed(self, entries: int) -> None:
        """Count entries that were projected. Those parked behind another prove nothing."""
        if entries:
            self._row = 0
            self._recent.extend([False] * min(entries, self._recent.maxlen or entries))

    def failed(self, reason: str) -> None:
        """Count a failure.

        Raises:
            TooManyDeadLetters: the limit is reached; nothing more is set aside.
        """
        self._row += 1
        self._recent.append(True)
        if self._row >= self._in_a_row or sum(self._recent) > self._most:
            raise TooManyDeadLetters(
                f"{self._row} in a row, {sum(self._recent)} of the last {len(self._recent)};"
                f" last: {reason}"
            )
