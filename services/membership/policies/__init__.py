"""What follows of itself from what happened, or from the clock: handlers that give commands.

Each gives the same command, with the same id, however often it is run for the same cause; the
checkpoint is saved after. So whatever is killed and whenever, each follows exactly once.
"""
