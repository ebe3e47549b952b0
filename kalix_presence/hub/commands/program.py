"""All commands of kalix-hub in one program."""

from __future__ import annotations

import typer

from kalix_presence.hub.commands import (
    audit,
    backup,
    check,
    guardian,
    hubs,
    init,
    join_pbx,
    move_store,
    pbx_files,
    pbx_trial,
    people,
    person,
    report,
    scim,
    serve,
    setup,
    sync,
    user,
)
from kalix_presence.hub.pbx.drivers import OWN, driver_named

program = typer.Typer(
    name="kalix-hub",
    help="The hub of kalix-presence: truth of absences, makes the PBX follow.",
    no_args_is_help=True,
    rich_markup_mode=None,  # drawn boxes around the help cut its words where no language is broken
)
program.command("init")(init.init)
program.command("setup")(setup.setup)
program.command("serve")(serve.serve)
program.command("import")(people.import_file)
program.command("check")(check.check)
program.command("pbx-trial")(pbx_trial.pbx_trial)
program.command("guardian")(guardian.guardian)
program.command("hubs")(hubs.hubs)
program.command("report")(report.report)
for _name in OWN:
    if (_files := driver_named(_name).files) is not None:
        program.command(f"{_name}-files")(pbx_files.copying(_name, _files))
    if (_joins := getattr(driver_named(_name), "joins", None)) is not None:
        program.command(f"join-{_name}")(join_pbx.joining(_name, _joins))
program.command("backup")(backup.backup)
program.command("restore")(backup.restore)
program.command("move-store")(move_store.move_store)
program.add_typer(audit.program, name="audit")
program.add_typer(person.program, name="person")
program.add_typer(sync.program, name="sync")
program.add_typer(scim.program, name="scim")
program.add_typer(user.program, name="user")
