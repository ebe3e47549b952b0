"""Who changed what for whom: what people are shown of it, and the line for whoever looked at another's messages."""
