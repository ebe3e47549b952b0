"""Planned absences on the screen."""
