"""What every service's HTTP interface has in common.

* ``service_app``: the application with everything below in place; start reading there
* ``problem``, ``refusals``, ``handlers``: whatever goes wrong is a problem document (RFC 9457)
* ``documented``: the same problems in the OpenAPI document
* ``checked_route``: bodies and parameters are sound text before anybody reads them
* ``correlation``, ``observation``, ``body_limit``: what surrounds each request
* ``preconditions``: command ids and versions in headers
* ``security``: the principal behind a request
* ``health``: live, ready, metrics
* ``server``: several applications in one process, started and stopped from outside
"""
