"""kalix-hub import: the directory from a CSV file, all or nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import Folder, configured, language, note, refusing, say, write
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.errors import BadInput


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV: extension, given_name, family_name, unit, administration, ...")],
    folder: Folder = Path(),
    remove_missing: Annotated[bool, typer.Option(help="Also remove people who are not in the file.")] = False,
) -> None:
    """Import people. A serving hub takes it over within seconds; the same file again changes nothing."""
    with refusing():
        config = configured(folder)
        try:
            text = file.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise BadInput("import-not-utf8", file=file.name) from None
        except OSError:
            raise BadInput("config-file-missing", file=str(file)) from None
        wanted = read_people_file(text, site_policy(config))
        if wanted.bad:
            words = shipped.words(language())
            for bad in wanted.bad:
                sys.stderr.write(words.say("hub.import-line", line=bad.line, problem=sentence(bad.error, language())) + "\n")
            sys.stderr.write(words.say("hub.import-nothing", count=len(wanted.bad)) + "\n")
            raise typer.Exit(1)
        done = write(config, lambda change: import_people(change, wanted, now=utc_now(), remove_missing=remove_missing))
        note(
            config,
            "import",
            added=done.added,
            changed=done.changed,
            removed=done.removed,
            accounts=done.accounts,
            successions=len(done.successions),
            moves=len(done.moves),
        )
        for each in done.successions:
            say("import-successor", extension=each.extension, before=each.before, after=each.after)
        for move in done.moves:
            say("import-moved", name=move.name, before=move.before, after=move.after)
        if done.anything:
            say("import-done", added=done.added, changed=done.changed, removed=done.removed, accounts=done.accounts)
        else:
            say("import-same", count=len(wanted.rows))
