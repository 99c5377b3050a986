"""HTTP: requests become commands or queries, rejections become problem documents.

* `application`: the routers put together; start reading there
* `office`: what stands behind an endpoint, and how a command or a query enters
* `allowing`: who may act upon a person or a transfer
* one file, or folder, for each resource
"""
