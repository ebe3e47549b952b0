"""Notices of the units to the switchboard (P9)."""
