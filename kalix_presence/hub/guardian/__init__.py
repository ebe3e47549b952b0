"""A second process that ends forwards where the PBX keeps no end and the hub is dead; and how the hub tells it of each."""
