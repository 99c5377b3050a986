"""The service's commands, carried out one after the other where they book the same thing."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, get_args

from services.resources.application.around import Known, surroundings
from services.resources.application.in_turn import InTurn
from services.resources.application.streams import claims_of, folding_of, slots_of, streams_of
from services.resources.domain import routing
from services.resources.domain.booking.asked_again import id_taken
from services.resources.domain.booking.case import AnyBooking, resources_named
from services.resources.domain.routing import AnyCommand
from services.resources.domain.streams import RULES
from services.resources.language import LANGUAGE
from shared.access.scope import common_path
from shared.acting import Acting
from shared.commands import Commands, Route
from shared.deciding import Desk, Loaded, Memory, Outcome
from shared.event_store import AlreadyClaimed, Claim, EventStore

_BOOKING = get_args(AnyBooking)


class BookingCommands(Commands[AnyCommand]):
    """Commands, of which those that book the same resource are carried out in turn."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self._turns = InTurn()

    def execute(
        self,
        command: AnyCommand,
        acting: Acting,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
    ) -> Outcome:
        names = resources_named(command) if isinstance(command, _BOOKING) else ()
        with self._turns.of(names):
            try:
                return super().execute(command, acting, claims=claims, releases=releases)
            except AlreadyClaimed as taken:
                raise id_taken(command) from taken


class Resources:
    """What this service knows and can do.

    Attributes:
        commands: carries them out.
    """

    def __init__(self, store: EventStore, known: Known) -> None:
        """Args: ``known`` tells what membership says of divisions and organisations."""
        self._known = known
        desk = Desk(store, LANGUAGE, Memory({RULES: folding_of(RULES)}))
        self.commands = BookingCommands(desk, self._route, folding_of, slots_of, claims_of)

    def place_of(self, codes: Collection[str]) -> str:
        """The path of the nearest division in which all of these lie; empty when none is known."""
        return common_path(self._known.places(codes).values())

    def state(self, stream: str) -> Any:
        """What the stream folds into now; the initial state when nothing was written."""
        return self.commands.state(stream)

    def _route(self, command: AnyCommand) -> Route:
        def decide(loaded: Loaded) -> Sequence[Any]:
            def states(names: Iterable[str]) -> dict[str, Any]:
                wanted = tuple(names)
                loaded.load(wanted)
                return {name: loaded.state(name, folding_of(name)) for name in wanted}

            rules = loaded.state(RULES, folding_of(RULES))
            return routing.decide(command, states, surroundings(command, self._known, rules))

        return Route(streams_of(command), decide)
