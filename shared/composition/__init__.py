"""Putting a service together, so that its `main.py` tells only what is its own.

* `ground`: what it stands on: database, signals, metrics; with a log of its own, a `House`
* `work`: what it does besides answering: views, relay, reactions, clerks
* `front`: how it answers over HTTP
* `compose`: the three as a `Service`, for the role its settings name
"""

from shared.composition.compose import compose
from shared.composition.front import Front
from shared.composition.ground import Ground, House, ground_of, house_of
from shared.composition.work import Reacting, Work

__all__ = ["Front", "Ground", "House", "Reacting", "Work", "compose", "ground_of", "house_of"]
