"""Calendars of other systems: read on behalf of people, or from a file; never written."""
