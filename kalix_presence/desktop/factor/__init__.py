"""The second factor: its key to photograph, its code, and the codes for when it is lost."""
