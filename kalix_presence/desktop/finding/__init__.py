"""Finding people as one types: the one index of this desk, and who is left out."""
