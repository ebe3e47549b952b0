"""The language of the house: plain Python, no I/O, no Qt, and no clock of its own (the moment is an argument)."""
