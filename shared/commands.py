"""A service's commands on their way to its desk: which streams each needs, and who decides it."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import Any, Generic, NamedTuple, Self, TypeVar

from shared.acting import Acting
from shared.deciding import Ask, Decision, Desk, Folding, Loaded, Outcome
from shared.event_store import NO_SLOTS, Claim, Slots

C = TypeVar("C")


Count = Callable[[str, Outcome | Exception], None]
"""Told of a command: its kind, and what it did or what refused it."""


Screen = Callable[[Any], None]
"""Lets a command pass, or raises."""


class Route(NamedTuple):
    """Where a command goes.

    Attributes:
        streams: what it needs to see; the first is what it acts upon, whose version is its `ETag`.
        decide: its events, from what was loaded; raises the domain's rejection.
    """

    streams: Sequence[str]
    decide: Callable[[Loaded], Sequence[Any]]


class SeenOtherVersion(Exception):
    """Who asked had looked at another version of what he acts upon; nothing happened."""

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"version {expected} was expected, it is at {actual}")
        self.expected, self.actual = expected, actual


class Commands(Generic[C]):
    """Carries out commands; what each did is told by `Outcome`.

    Every method raises the domain's rejection when a rule refuses, `SeenOtherVersion`, and the
    event store's errors.
    """

    def __init__(
        self,
        desk: Desk,
        route: Callable[[C], Route],
        folding_of: Callable[[str], Folding[Any]],
        slots_of: Callable[[Sequence[Any]], Slots] = lambda _: NO_SLOTS,
        claims_of: Callable[[Sequence[Any]], Sequence[Claim]] = lambda _: (),
    ) -> None:
        """Commands of one service.

        Args:
            desk: carries them out.
            route: says for each command what it needs, and who decides it.
            folding_of: says how each stream becomes a state.
            slots_of: says which slots events take and give back.
            claims_of: says which keys their streams take with them.
        """
        self._desk, self._route, self._folding_of = desk, route, folding_of
        self._slots_of, self._claims_of = slots_of, claims_of
        self.language = desk.language
        self._count: Count = _nowhere
        self._screen: Screen = _taken_as_given

    def counting(self, count: Count) -> Self:
        """The same commands, and ``count`` is told how each of them ends.

        For who acts by himself: what people send is counted where they are answered.
        """
        own = copy(self)
        own._count = count  # noqa: SLF001 -- a copy of this very object
        return own

    def screening(self, screen: Screen) -> Self:
        """The same commands, of which ``screen`` sees each before it is carried out, and may refuse it.

        For what people send; who acts by himself writes no words of his own.
        """
        own = copy(self)
        own._screen = screen  # noqa: SLF001 -- a copy of this very object
        return own

    def execute(
        self,
        command: C,
        acting: Acting,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
    ) -> Outcome:
        """Carry out one command; ``claims`` and ``releases`` hold only if it changes something."""
        ask = self.ask(command, acting, claims=claims, releases=releases)
        try:
            outcome = self._desk.execute(ask)
        except Exception as fault:
            self._count(ask.kind, fault)
            raise
        self._count(ask.kind, outcome)
        return outcome

    def execute_together(self, asks: Sequence[Ask]) -> list[Outcome | Exception]:
        """Carry out many independent commands, in one transaction where that can be."""
        answers = self._desk.execute_together(asks)
        for ask, answer in zip(asks, answers, strict=True):
            self._count(ask.kind, answer)
        return answers

    def consider_together(self, asks: Sequence[Ask]) -> list[Outcome | Exception]:
        """What many independent commands would do now; nothing is stored."""
        return self._desk.consider_together(asks)

    def ask(
        self,
        command: C,
        acting: Acting,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
    ) -> Ask:
        """The command as something the desk can carry out.

        Raises:
            Exception: what screening refuses it with.
        """
        self._screen(command)
        streams, decide = self._route(command)

        def decision(loaded: Loaded) -> Decision:
            _check_seen(acting.expected_version, loaded.versions[streams[0]])
            events = decide(loaded)
            taken = (*claims, *self._claims_of(events))
            return Decision(events, taken, releases, self._slots_of(events))

        return Ask(acting.metadata, acting.now, streams, decision, type(command).__name__)

    def own_stream(self, command: C) -> str:
        """The stream of what the command acts upon."""
        return self._route(command).streams[0]

    def version(self, stream: str) -> int:
        """How many events the stream has; 0 when there is none."""
        look = self._look()
        look.load((stream,))
        return look.versions[stream]

    def state(self, stream: str) -> Any:
        """What the stream folds into now."""
        return self._look().state(stream, self._folding_of(stream))

    def states(self, streams: Iterable[str]) -> dict[str, Any]:
        """What several streams fold into, read in one go."""
        look, wanted = self._look(), tuple(streams)
        look.load(wanted)
        return {stream: look.state(stream, self._folding_of(stream)) for stream in wanted}

    def events(self, stream: str) -> list[Any]:
        """What happened in a stream, the latest first; not for those that are kept folded."""
        look = self._look()
        look.load((stream,))
        return look.events(stream)

    def _look(self) -> Loaded:
        return Loaded(self._desk.store, self._desk.language, self._desk.memory)


def _nowhere(_kind: str, _answer: Outcome | Exception) -> None:
    """Somebody else counts."""


def _taken_as_given(_command: object) -> None:
    """Nobody looks."""


def _check_seen(expected: int | None, actual: int) -> None:
    if expected is not None and expected != actual:
        raise SeenOtherVersion(expected, actual)
