"""HTTP: requests become commands or queries, rejections become problem documents.

* `application`: the routers put together; start reading there
* `office`, `asking`, `looking`: what stands behind an endpoint, for commands and for queries
* `reach`: where in the tree the caller may act and see
* one file, or folder, for each resource
"""
