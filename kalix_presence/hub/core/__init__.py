"""The hub put together around one PBX."""
