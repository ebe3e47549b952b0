"""Who is absent: the one way in for a status change, and how the PBX is made to follow it."""
