"""The driver for an exchange with an answer point behind it: rules lie there, the exchange only forwards."""
