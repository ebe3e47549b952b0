"""The questions of a working day."""
