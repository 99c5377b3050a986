"""Database schemas of the mechanisms. Each is a branch of its own; a service takes those it needs.

Read models are not here: they are thrown away and rebuilt from the log when their shape changes.
"""

SERVICE = ("event_log", "subscription", "privacy")
"""What a service that owns facts needs."""
LENDING = (*SERVICE, "slots")
"""What a service needs whose facts also hold spans of time."""
VIEWS_ONLY = ("subscription",)
"""What a service that only rebuilds others' facts needs."""
BACKBONE = ("messaging",)
"""What the embedded message log needs."""
