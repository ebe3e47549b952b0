"""Where everybody stands now, how it is told, and what each may see of it."""
