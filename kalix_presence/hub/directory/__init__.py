"""The directory: people files, the search over it, and what is done for whole groups."""
