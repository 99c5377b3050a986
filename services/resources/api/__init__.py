"""The service over HTTP.

* `office`: what stands behind the endpoints
* `bodies`: a request's body, made from the command it asks for
* `allowing`: who may do what, and who sees what
* `acts`: every command with its path
* `lists`: every read model with its path
* `calendar`: availability, and calendars as other programs read them
"""
