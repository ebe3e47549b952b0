"""How many draws a property's test makes: few and always the same in judging a change, many and new ones in exploring."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, settings

JUDGING, FEW, MUTANTS, EXPLORING = "judging", "few", "mutants", "exploring"
"""The profiles: a change is judged by the same draws each time; `few` is for what runs the tests often (the awkward moments of
installer/test), `mutants` for installer/mutate, which only asks whether a test fails and not by which smallest example;
`installer/test --explore` looks for new faults while somebody is there to look at them."""
USUAL = 100
"""Draws of a quick test in judging."""


def register() -> None:
    """Make the profiles known, and judge until the command line says otherwise."""
    unhurried: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile(JUDGING, derandomize=True, max_examples=USUAL, **unhurried)
    settings.register_profile(FEW, derandomize=True, max_examples=USUAL // 10, **unhurried)
    seldom = (Phase.explicit, Phase.generate)
    settings.register_profile(MUTANTS, derandomize=True, max_examples=USUAL // 5, phases=seldom, **unhurried)
    settings.register_profile(EXPLORING, derandomize=False, max_examples=USUAL * 20, print_blob=True, **unhurried)
    settings.load_profile(JUDGING)


def draws(usual: int) -> int:
    """How many draws a slow test makes that makes `usual` ones in judging; in proportion to the profile that is loaded."""
    return max(2, usual * settings.default.max_examples // USUAL)
