"""Read models over this service's own log. Each is limited to the caller's scope in its SQL.

Every query takes a `Connection` and, where it shows something, ``roots``: the paths whose subtrees
the caller may see (`shared.access.scope.visible_roots`); no roots, no rows.
"""
