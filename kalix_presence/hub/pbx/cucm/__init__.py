"""The driver for Cisco CUCM: call forward all of a directory number, written by its administrative interface (AXL)."""
