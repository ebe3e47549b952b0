"""Several hubs on one PostgreSQL: one leads under a lease with a term, the others stand by."""
