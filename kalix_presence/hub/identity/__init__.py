"""Signing in by the organisation's own service (OpenID Connect): what it says, checked, and whose it is here."""
