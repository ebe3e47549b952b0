"""Where calls go, as it is typed after `--forward`."""

from __future__ import annotations

from kalix_presence import shipped
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.words import LANGUAGES


def forward_to(typed: str) -> str | None:
    """What the API takes for a forward typed in any of the languages; digits go as they are."""
    plain = typed.strip().casefold()
    if not plain:
        return None
    for kind in (ForwardKind.SWITCHBOARD, ForwardKind.MOBILE, ForwardKind.NONE):
        names = {kind.value, *(shipped.words(one).say(f"cli.forward-{kind.value}") for one in LANGUAGES)}
        if len(plain) >= 3 and any(name.startswith(plain) for name in names):
            return kind.value
    return typed.strip()
