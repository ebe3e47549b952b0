"""What the telephone policy's quality is measured by: counted by unit and quarter-hour, never by person (P1, P2, P13)."""
