"""Who issues the tokens of a run on one machine, and for whom: what a service takes by default."""

ISSUER = "urn:community-platform:local"
AUDIENCE = "urn:community-platform"
