"""What follows by itself: from the clock, from the calendar, and from what happened.

Each gives the same command, with the same id, however often it is run for the same cause. So whatever
is killed and whenever, each follows exactly once.
"""
