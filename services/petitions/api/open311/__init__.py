"""Open311 GeoReport v2: a second front door, for the 311 clients there are (ADR 0031).

* `forms`: an answer as JSON and as XML, and errors as the standard has them
* `knocking`: who asks, for which jurisdiction, and instants as the standard writes them
* `places`: from an address to the community it lies in
* `services`, `filing`, `requests`, `updates`, `discovery`: the endpoints, each in both forms
"""

from services.petitions.api.open311 import discovery, filing, requests, services, updates
from services.petitions.api.open311.routing import router

__all__ = ["discovery", "filing", "requests", "router", "services", "updates"]
