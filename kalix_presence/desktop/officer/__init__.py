"""The telephone officer's desk (P15)."""
