"""The hub's database: the only room that speaks SQL."""
