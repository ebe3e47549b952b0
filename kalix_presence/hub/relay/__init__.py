"""A hub that stands by answers its clients by what the hub that leads says."""
