"""The command that makes signatures and contact cards of a whole unit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said

Kinds = Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help=said("help-cards-kind"))]


@program.command("cards", help=said("help-cards"))
def _cards(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=said("help-cards-unit"))] = "",
    only: Annotated[bool, typer.Option("--only", help=said("help-cards-only"))] = False,
    kind: Kinds = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=said("help-cards-output"))] = None,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.cards import make_cards

    run_work(make_cards(unit, below=not only, kinds=kind or (), output=output, as_json=as_json))
