"""The own log as others hear it: stored events become messages on the topic, keyed by stream."""

from services.membership.language import LANGUAGE
from services.membership.translation import translate
from shared.contracts.membership import TOPIC
from shared.contracts.public import membership
from shared.messaging.outgoing import Publication
from shared.messaging.public import PublicTelling

PUBLICATION = Publication("membership", TOPIC, LANGUAGE.decode, translate)
PUBLIC = PublicTelling(PUBLICATION, membership.DISCLOSURE)
