"""What a service counts and measures, for Prometheus.

* ``declared``: every metric, once, with its meaning; start reading there
* ``metrics``: the registry of one service; who counts something is given its counter
* ``at_scrape``: what is looked up when Prometheus asks: loops, lag, pools, the log
"""

from shared.metrics.metrics import CONTENT_TYPE, Metrics, rendered

__all__ = ["CONTENT_TYPE", "Metrics", "rendered"]
