"""People from the organisation's own directories: read by themselves, compared, held where it would be much, and brought in."""
