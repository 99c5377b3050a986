"""What the rules of the tree look at: the tree, the divisions, and the numbers in force."""

from dataclasses import dataclass, field

from services.membership.domain.organisation.tree import Organisations
from services.membership.domain.rules.decider import Rules
from services.membership.domain.territory.decider import Territory


@dataclass(frozen=True, slots=True)
class Surroundings:
    organisations: Organisations = field(default_factory=Organisations)
    territory: Territory = field(default_factory=Territory)
    rules: Rules = field(default_factory=Rules)
