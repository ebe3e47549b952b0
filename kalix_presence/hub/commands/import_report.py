"""What an import has changed or would change, in words: the same lines before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import TypeVar

from kalix_presence.hub.commands.saying import say
from kalix_presence.hub.directory.difference import Imported, changed_fields
from kalix_presence.hub.directory.file_text import Mended
from kalix_presence.hub.sync.held_difference import unit_path
from kalix_presence.model.directory import Person, Unit

NAMED = 100
"""So many of each kind are named; of the others their number is said."""
LINES = 10
"""So many line numbers are named of what was mended."""
One = TypeVar("One")
_VISIBLE = {"\t": "TAB"}


def say_mended(mended: Iterable[Mended]) -> None:
    """Say what was put right, once for each kind."""
    kinds = sorted(mended, key=lambda each: (each.kind, each.column))
    for (kind, column), found in groupby(kinds, key=lambda each: (each.kind, each.column)):
        each = list(found)
        first = each[0]
        lines = ", ".join(str(one.line) for one in each[:LINES]) + (", ..." if len(each) > LINES else "")
        after = _VISIBLE.get(first.after, first.after)
        say(f"import-mended-{kind}", lines=lines, column=column, before=first.before, after=after)


def report(done: Imported, units: Mapping[str, Unit], count: int, *, would: bool, everything: bool) -> None:
    """Say who is new, changed, gone, replaced or moved, and the sum; `would`: it is not done. There were `count` lines."""
    named = None if everything else NAMED
    new_at = {each.extension for each in done.successions}
    moved = {each.after for each in done.moves}

    def unit(person: Person) -> str:
        return unit_path(units, person.unit)

    _list(done.units, named, lambda one: say("import-unit", name=unit_path(units, one.code)))
    added = [person for person in done.added if person.extension not in new_at]
    _list(added, named, lambda one: say("import-added", extension=one.extension, name=one.name, unit=unit(one)))
    _list(done.changed, named, lambda pair: _changed(*pair, units, moved=pair[1].extension in moved))
    _list(done.removed, named, lambda one: say("import-removed", extension=one.extension, name=one.name, unit=unit(one)))
    sentence = "import-would-succeed" if would else "import-successor"
    _list(done.successions, named, lambda one: say(sentence, extension=one.extension, before=one.before, after=one.after))
    sentence_moved = "import-would-move" if would else "import-moved"
    _list(done.moves, named, lambda one: say(sentence_moved, name=one.name, before=one.before, after=one.after))
    for account in done.accounts[:named]:
        after, before = ";".join(account.after), ";".join(account.before or ())
        if account.before is None:
            say("import-account", username=account.username, extension=account.extension, after=after)
        elif account.renamed:
            say("import-account-renamed", username=account.username, extension=account.extension, before=account.renamed)
        elif before != after:
            say("import-account-roles", username=account.username, extension=account.extension, before=before, after=after)
        else:
            say("import-account", username=account.username, extension=account.extension, after=after)
    _more(len(done.accounts), named)
    if done.anything:
        say(
            "import-would" if would else "import-done",
            added=len(done.added),
            changed=len(done.changed),
            removed=len(done.removed),
            accounts=len(done.accounts),
        )
    else:
        say("import-same", count=count)


def _changed(before: Person, after: Person, units: Mapping[str, Unit], *, moved: bool) -> None:
    for column, old, new in changed_fields(before, after):
        if column in ("unit", "administration"):
            old, new = unit_path(units, old), unit_path(units, new)
        # Who has moved is found where they were.
        extension = before.extension if moved else after.extension
        say("import-changed", extension=extension, name=before.name, column=column, before=old or "-", after=new or "-")


def _list(found: Iterable[One], named: int | None, tell: Callable[[One], None]) -> None:
    each = list(found)
    for one in each[:named]:
        tell(one)
    _more(len(each), named)


def _more(count: int, named: int | None) -> None:
    if named is not None and count > named:
        say("import-more", count=count - named)
