"""Parts that windows are built from."""
