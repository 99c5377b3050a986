"""The HTTP status of each rejection, by its slug; what is not listed is a bad field: 422."""

from collections.abc import Mapping

_NOT_FOUND = (
    "unknown-division",
    "unknown-letter",
    "unknown-member",
    "unknown-organisation",
    "unknown-rule",
    "unknown-transfer",
)
_CONFLICTS = (
    "absence-too-short",
    "already-suspended",
    "comes-back-by-transfer",
    "contact-not-reported-lost",
    "division-moved-or-relevelled",
    "expected-by-transfer",
    "handled-as-lost-contact",
    "has-living-suborganisations",
    "letter-has-expired",
    "letter-not-current",
    "letter-still-valid",
    "lost-contact-too-short",
    "may-not-register-again",
    "member-already-registered",
    "member-is-forgotten",
    "member-not-on-register",
    "member-still-on-register",
    "no-organisation-moves",
    "no-rectification",
    "no-successor",
    "nobody-left-to-transfer",
    "not-floating",
    "not-probationary",
    "not-suspended-for-lost-contact",
    "not-the-members-organisation",
    "not-yet-floating",
    "organisation-ended",
    "organisation-id-taken",
    "probation-already-extended",
    "probation-not-served",
    "receiving-side-is-inside",
    "receiving-side-is-outside",
    "rectification-still-running",
    "rectification-under-way",
    "register-knows-him",
    "releasing-side-is-inside",
    "releasing-side-is-outside",
    "retiree-must-be-accepted",
    "sibling-name-taken",
    "step-out-of-order",
    "still-expected",
    "still-out-of-contact",
    "suspension-too-short",
    "transfer-already-open",
    "transfer-id-taken",
    "whole-organisation-moves-as-one",
)
_LARGE = ("file-too-large",)
_NOT_ENTITLED = ("not-entitled-to-transfer", "no-transfer-authority")

STATUSES: Mapping[str, int] = {
    **dict.fromkeys(_NOT_FOUND, 404),
    **dict.fromkeys(_CONFLICTS, 409),
    **dict.fromkeys(_NOT_ENTITLED, 409),
    **dict.fromkeys(_LARGE, 413),
}
