"""The telephone officer's desk (P15): who is appointed, and what an officer sees to."""
