"""The sample city: real divisions of Changsha, invented organisations and members."""
