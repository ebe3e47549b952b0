"""What holds for every test of this room: a refusal can be said, with each blank of its sentence, and names the input at fault."""

from __future__ import annotations

from tests.refusals import refusals_can_be_said

__all__ = ["refusals_can_be_said"]
