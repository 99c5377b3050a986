"""What every bureau may read: topics `public.<service>.v1`, without personal data.

* ``disclosure``: from what services tell one another to what everybody may know
* ``membership``, ``petitions``, ``resources``: what of each service is public, decided message by message

Facts about organisations, divisions, units and rules are told as they stand. Of what concerns a person no
id is told, nothing below the street, and days in place of instants: only what is counted. What is not
named here stays inside.
"""

from shared.contracts.public import membership, petitions, resources
from shared.contracts.public.disclosure import Disclosure, ProofV1, PublicEvent

DISCLOSURES = (membership.DISCLOSURE, petitions.DISCLOSURE, resources.DISCLOSURE)
"""One for each service that tells bureaus anything."""

__all__ = ["DISCLOSURES", "Disclosure", "ProofV1", "PublicEvent"]
