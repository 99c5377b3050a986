"""``python -m services.membership``: the part of this service that `MEMBERSHIP_ROLE` names, as a process."""

import sys

from shared.collector import resting

with resting():
    from services.membership.program import PROGRAM
    from shared.process import run

if __name__ == "__main__":
    sys.exit(run(PROGRAM))
