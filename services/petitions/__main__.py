"""``python -m services.petitions``: the part of this service that `PETITIONS_ROLE` names, as a process."""

import sys

from shared.collector import resting

with resting():
    from services.petitions.program import PROGRAM
    from shared.process import run

if __name__ == "__main__":
    sys.exit(run(PROGRAM))
