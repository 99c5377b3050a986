"""The view of the district statistics: all its tables stand in one schema, so an answer is of one moment.

They are filled by one projection from one topic under one checkpoint: what the tree, the register
and the transfers say together is always what was true at one position of the publisher's log.
"""

from sqlalchemy import MetaData

SCHEMA = "reporting_statistics"
metadata = MetaData(schema=SCHEMA)
