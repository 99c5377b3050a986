"""HTTP -> command or query; a rejection -> a problem document.

* `steps`: one endpoint for each step of an appeal
* `public`: the door without login
"""
