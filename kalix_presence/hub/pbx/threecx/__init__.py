"""The driver for 3CX: one forwarding exception an extension, written by its configuration interface (XAPI)."""
