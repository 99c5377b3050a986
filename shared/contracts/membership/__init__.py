"""What the membership service tells others, on the topic `membership.v1`."""

from shared.contracts.membership import members, organisations, rules, territory, transfers

TOPIC = "membership.v1"
SOURCE = "/membership"

MembershipMessage = (
    territory.TerritoryMessage
    | organisations.OrganisationMessage
    | members.MemberMessage
    | transfers.TransferMessage
    | rules.RuleMessage
)
MESSAGES: dict[str, type[MembershipMessage]] = {
    **territory.MESSAGES,
    **organisations.MESSAGES,
    **members.MESSAGES,
    **transfers.MESSAGES,
    **rules.MESSAGES,
}
"""Every message by its CloudEvents `type`: a constant, never a Python name."""
