"""The colleague grid: who can be reached now, found as one types, and everything that can be done for a caller from there."""
