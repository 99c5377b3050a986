"""The HTTP status of each rejection, by its slug; what is not listed is a bad field: 422."""

from collections.abc import Mapping

_NOT_FOUND = ("unknown-petition", "unknown-need", "unknown-attachment")
_NOT_ENTITLED = ("not-the-appellant",)
_CONFLICTS = (
    "already-dispatched",
    "already-rated",
    "extension-already-requested",
    "extension-too-late",
    "happened-before-last",
    "has-duplicates",
    "link-to-main-appeal",
    "main-appeal-is-over",
    "no-extension-requested",
    "not-entitled-to-direct",
    "not-part-of-order",
    "not-paused",
    "not-the-lead-unit",
    "nothing-to-extend",
    "nothing-to-pause",
    "own-extension",
    "own-order",
    "petition-already-registered",
    "petition-is-closed",
    "reopen-window-over",
    "return-window-over",
    "step-out-of-order",
    "need-id-taken",
    "need-was-withdrawn",
    "unit-relevelled",
    "category-moved",
)

_LARGE = ("attachment-too-large",)
_UNSUPPORTED = ("attachment-type-refused",)

STATUSES: Mapping[str, int] = {
    **dict.fromkeys(_NOT_FOUND, 404),
    **dict.fromkeys(_NOT_ENTITLED, 404),
    **dict.fromkeys(_CONFLICTS, 409),
    **dict.fromkeys(_LARGE, 413),
    **dict.fromkeys(_UNSUPPORTED, 415),
}
