"""Which stream each fact is written to."""

ORGANISATION_TREE = "organisation-tree"
TERRITORY = "territory"
RULES = "rules"


def member_stream(member_id: str) -> str:
    """The stream of one member."""
    return f"member-{member_id}"


def transfer_stream(transfer_id: str) -> str:
    """The stream of one transfer of affiliation."""
    return f"transfer-{transfer_id}"


def letter_book_stream(organisation_id: str, year: int) -> str:
    """The letter book of one issuing organisation and calendar year."""
    return f"letter-book-{organisation_id}-{year}"
