"""The hub's endpoints, one file for each resource."""
