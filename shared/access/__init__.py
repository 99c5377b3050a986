"""Who may do what, where: bearer tokens, roles, and scopes in the organisation tree.

The room answers three questions, one file each:

* ``tokens``: is this bearer token genuine, and whom does it name? -> a ``Principal``
* ``roles``: which permissions does a role carry?
* ``scope``: does a grant bound to one organisation reach another?

Nothing here is remembered between calls except public keys fetched from a JWKS address.
"""
