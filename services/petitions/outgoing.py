"""The own log as others hear it: stored events become messages on the topic, keyed by stream."""

from services.petitions.language import LANGUAGE
from services.petitions.translation import translate
from shared.contracts.petitions import TOPIC
from shared.contracts.public import petitions
from shared.messaging.outgoing import Publication
from shared.messaging.public import PublicTelling

PUBLICATION = Publication("petitions", TOPIC, LANGUAGE.decode, translate)
PUBLIC = PublicTelling(PUBLICATION, petitions.DISCLOSURE)
