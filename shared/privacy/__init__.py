"""Personal data is sealed with one key per person; destroying the key forgets the person.

* ``sealing``: personal data <-> one opaque text per event
* ``key_ring``: the promise about persons' keys; ``in_memory``, ``postgres`` and ``cached`` keep it
* ``key_encryption``: persons' keys are stored only wrapped, with keys from the environment
* ``blind``: search and uniqueness over personal data without showing it
* ``screening``: free text that is kept in clear must not say who somebody is
* ``free_text``: which fields of a command are free text, by the marks of its domain
* ``masking``: what people see who may not see everything

What forgetting covers: the log, read models, dead letters, messages and backups of them all, since
each holds the sealed text only. What it cannot cover: a backup of the key table itself made before.
Keep those backups no longer than the law lets you remember, and rotate the key-encryption key
(``rewrap``, then drop the old one from the environment): that closes every older backup at once.
"""
