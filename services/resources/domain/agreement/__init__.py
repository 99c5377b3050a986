"""Co-building agreements (共建协议): what units promise a community, and what came of it."""
