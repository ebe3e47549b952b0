"""One Protocol for a PBX and its drivers; the only room that knows a PBX's own vocabulary."""
