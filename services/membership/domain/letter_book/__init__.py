"""The counterfoils of one organisation's introduction letters (介绍信存根) in one year."""
