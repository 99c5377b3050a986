"""Which state each stream folds into."""

from typing import Any

from services.membership.domain.letter_book import decider as letter_books
from services.membership.domain.member import decider as members
from services.membership.domain.organisation import folding as organisations
from services.membership.domain.organisation import tree
from services.membership.domain.rules import decider as rules
from services.membership.domain.streams import ORGANISATION_TREE, RULES, TERRITORY
from services.membership.domain.territory import decider as territory
from services.membership.domain.transfer import folding as transfers
from services.membership.domain.transfer import transfer
from shared.deciding import Folding

FOLDINGS: dict[str, Folding[Any]] = {
    ORGANISATION_TREE: Folding(tree.initial, organisations.fold),
    TERRITORY: Folding(territory.initial, territory.fold),
    RULES: Folding(rules.initial, rules.fold),
}
"""The streams there is one of. Every command looks at them, so they are kept folded."""

_BY_KIND: dict[str, Folding[Any]] = {
    "member": Folding(members.initial, members.fold),
    "transfer": Folding(transfer.initial, transfers.fold),
    "letter": Folding(letter_books.initial, letter_books.fold),
    "disclosure": Folding(None, lambda _, nothing: nothing),
}


def folding_of(stream: str) -> Folding[Any]:
    """How the events of this stream become a state."""
    return FOLDINGS.get(stream) or _BY_KIND[stream.partition("-")[0]]
