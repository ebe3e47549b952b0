"""Keeps what one client knows in step with its hub: what is fetched, what events say, and who may ask."""
