"""What membership tells of the city: its divisions and the Party organisations that work in them.

* `messages`: what is read of `membership.v1`
* `view`: a read model of it that any service can keep
* `tree`: the tree that scopes are checked against, made of it
"""
