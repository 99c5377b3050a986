"""What can be permitted: one name for each kind of act, as the API's operations ask for it."""

from enum import StrEnum


class Permission(StrEnum):
    """An act that needs permission at one place of the organisation tree."""

    ORGANISATION_READ = "organisation.read"
    ORGANISATION_ESTABLISH = "organisation.establish"
    ORGANISATION_RENAME = "organisation.rename"
    ORGANISATION_MOVE = "organisation.move"
    ORGANISATION_MERGE = "organisation.merge"
    ORGANISATION_DISSOLVE = "organisation.dissolve"
    ORGANISATION_ELECT = "organisation.elect"
    """Set the term and record a re-election (换届)."""

    MEMBER_READ = "member.read"
    """See the register with personal data masked."""
    MEMBER_READ_SEALED = "member.read_sealed"
    """See personal data in clear; each such reading is itself recorded."""
    MEMBER_REGISTER = "member.register"
    MEMBER_CORRECT = "member.correct"
    """Correct facts, change the class, assign and relieve posts, record contact."""
    MEMBER_STANDING = "member.standing"
    """Admit to full membership, suspend, restore, remove, expel, record a death."""
    MEMBER_FORGET = "member.forget"
    """Destroy the person's key: cannot be undone."""

    ROSTER_IMPORT = "roster.import"
    ROSTER_EXPORT = "roster.export"
    """Take the register out as a file, personal data in clear."""

    TRANSFER_READ = "transfer.read"
    TRANSFER_REQUEST = "transfer.request"
    """Ask for a transfer, or withdraw one's own request."""
    TRANSFER_RELEASE = "transfer.release"
    """Approve or refuse the release, issue and reissue the letter."""
    TRANSFER_ACCEPT = "transfer.accept"
    """Accept or return a member who comes with a letter."""
    TRANSFER_PLACE = "transfer.place"
    """Place an accepted member in a branch and return the receipt."""
    TRANSFER_EXPIRE = "transfer.expire"
    """Let the clock close letters that ran out."""
    LETTER_READ = "letter.read"
    """See the counterfoil ledger (介绍信存根)."""

    RULES_READ = "rules.read"
    RULES_SET = "rules.set"
    TERRITORY_READ = "territory.read"
    TERRITORY_REGISTER = "territory.register"

    STATISTICS_READ = "statistics.read"
    AUDIT_READ = "audit.read"
    """See who read whose sealed data."""
    OPERATIONS_RUN = "operations.run"
    """Rebuild read models, retry and discard dead letters."""
