"""Callback messages: left, delivered, reminded of, rung back, copied and erased."""
