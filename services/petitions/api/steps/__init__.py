"""The steps of an appeal, each an endpoint made from one line of a table.

* `bodies`: what each step is told
* `ways`: which step is called what, who may take it, and which command it is
"""
