"""The server that owns the truth of absences and makes the PBX follow it."""
