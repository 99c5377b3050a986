"""How this service's events are called in the log, and where each is written."""

from services.resources import codec
from services.resources.domain.streams import stream_of
from shared.language import StoredLanguage

LANGUAGE = StoredLanguage(codec.FORM, stream_of)
