"""The numbered steps of the database, run by `upgrade`."""
