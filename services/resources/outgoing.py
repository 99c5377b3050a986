"""The own log as others hear it: stored events become messages on the topic, keyed by stream."""

from services.resources.language import LANGUAGE
from services.resources.translation import translate
from shared.contracts.public import resources
from shared.contracts.resources import TOPIC
from shared.messaging.outgoing import Publication
from shared.messaging.public import PublicTelling

PUBLICATION = Publication("resources", TOPIC, LANGUAGE.decode, translate)
PUBLIC = PublicTelling(PUBLICATION, resources.DISCLOSURE)
