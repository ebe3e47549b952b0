"""The driver for Asterisk: everything that knows its words."""
