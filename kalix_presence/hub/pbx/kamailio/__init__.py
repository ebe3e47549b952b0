"""The driver for Kamailio: one call processing script (RFC 3880) an extension, which Kamailio ends by itself."""
