"""What the shell completes."""

from __future__ import annotations

from kalix_presence import shipped
from kalix_presence.cli.output import tongue


def reasons_begun(incomplete: str) -> list[str]:
    """Names and codes of the reasons that begin with what is typed."""
    language = shipped.words(tongue()).language
    names = {name.casefold() for reason in shipped.default_reasons().offered for name in (reason.name(language), reason.code)}
    return sorted(name for name in names if name.startswith(incomplete.casefold()))
