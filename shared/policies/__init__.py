"""What follows by itself: handlers over the own log, or over the clock, that issue commands.

* `reaction`: react to the log, then save the checkpoint
* `behind_view`: the log only as far as a view shows it, for a reaction that asks the view
* `clerk`: looks at the clock again and again; of several, one works and the others stand by
"""
