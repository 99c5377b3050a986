"""``python -m services.reporting``: the part of this service that `REPORTING_ROLE` names, as a process."""

import sys

from shared.collector import resting

with resting():
    from services.reporting.program import PROGRAM
    from shared.process import run

if __name__ == "__main__":
    sys.exit(run(PROGRAM))
