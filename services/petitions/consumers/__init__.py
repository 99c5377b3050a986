"""What other services tell.

* `divisions`: membership's divisions become offices of the directory and places of appeals
* `needs`: what the resources service did about what an appeal needs
"""
