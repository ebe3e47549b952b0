"""Whoever signs, and is given away on a card, in tests."""

from __future__ import annotations

from kalix_presence.model.contact import Contact

ANNA = Contact(
    "Anna Ek",
    "Bygglovshandläggare",
    "Bygg och miljö",
    "Samhällsbyggnadsförvaltningen",
    "Kalix kommun",
    "0980-319 241",
    "anna.ek@exempel.invalid",
    "Träffas säkrast 9–11",
)
