"""All commands of kalix-hub in one program."""

from __future__ import annotations

import typer

from kalix_presence.hub.commands import asterisk_files, backup, check, init, people, report, serve, user

program = typer.Typer(
    name="kalix-hub", help="The hub of kalix-presence: truth of absences, makes the PBX follow.", no_args_is_help=True
)
program.command("init")(init.init)
program.command("serve")(serve.serve)
program.command("import")(people.import_file)
program.command("check")(check.check)
program.command("report")(report.report)
program.command("asterisk-files")(asterisk_files.asterisk_files)
program.command("backup")(backup.backup)
program.command("restore")(backup.restore)
program.add_typer(user.program, name="user")
