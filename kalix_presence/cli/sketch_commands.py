"""The commands of the administration's sketch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree
from kalix_presence.model.sketch import ProposalStep

sketch = Tree(help=said("help-sketch"), no_args_is_help=True)
program.add_typer(sketch, name="sketch")
Administration = Annotated[str, typer.Option("--administration", metavar="CODE", help=said("help-sketch-administration"))]
UnitCode = Annotated[str, typer.Option("--unit", metavar="CODE", help=said("help-sketch-unit"))]
ProposalId = Annotated[str, typer.Argument(metavar="ID", help=said("help-sketch-id"))]
Word = Annotated[str, typer.Option("--word", metavar="TEXT", help=said("help-sketch-word"))]
People = Annotated[list[str] | None, typer.Option("--who", metavar="WHO", help=said("help-sketch-who"))]
Since = Annotated[str, typer.Option("--from", metavar="DAY", help=said("help-sketch-from"))]
Deputies = Annotated[list[str] | None, typer.Option("--deputy", metavar="WHO", help=said("help-sketch-deputy"))]


@sketch.command("show", help=said("help-sketch-show"))
def _show(administration: Administration = "", unit: UnitCode = "", as_json: AsJson = False) -> None:
    from kalix_presence.cli.sketch import show

    run_work(show(administration=administration, unit=unit, as_json=as_json))


@sketch.command("duty", help=said("help-sketch-duty"))
def _duty(
    duty: Annotated[str, typer.Argument(metavar="DUTY", help=said("help-sketch-which"))],
    unit: UnitCode = "",
    who: People = None,
    rename: Annotated[str, typer.Option("--rename", metavar="TEXT", help=said("help-sketch-rename"))] = "",
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help=said("help-sketch-place"))] = "",
    remove: Annotated[bool, typer.Option("--remove", help=said("help-sketch-remove"))] = False,
    since: Since = "",
    word: Word = "",
) -> None:
    from kalix_presence.cli.sketch import Wanted, propose

    run_work(propose(unit, Wanted(duty, who or (), rename, remove, place, since=since, word=word)))


@sketch.command("propose", help=said("help-sketch-propose"))
def _propose(
    unit: UnitCode = "",
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help=said("help-sketch-unit-place"))] = "",
    deputy: Deputies = None,
    owner: Annotated[str, typer.Option("--owner", metavar="WHO", help=said("help-sketch-owner"))] = "",
    since: Since = "",
    word: Word = "",
) -> None:
    from kalix_presence.cli.sketch import Wanted, propose

    wanted = Wanted(place=place, deputies=deputy or (), owner=owner, since=since, word=word)
    run_work(propose(unit, wanted))


@sketch.command("accept", help=said("help-sketch-accept"))
def _accept(proposal_id: ProposalId, administration: Administration = "") -> None:
    _step(proposal_id, ProposalStep.ACCEPT, administration)


@sketch.command("refuse", help=said("help-sketch-refuse"))
def _refuse(proposal_id: ProposalId, administration: Administration = "", word: Word = "") -> None:
    _step(proposal_id, ProposalStep.REFUSE, administration, word)


@sketch.command("withdraw", help=said("help-sketch-withdraw"))
def _withdraw(proposal_id: ProposalId, administration: Administration = "") -> None:
    _step(proposal_id, ProposalStep.WITHDRAW, administration)


@sketch.command("reviewed", help=said("help-sketch-reviewed"))
def _reviewed(unit: UnitCode = "") -> None:
    from kalix_presence.cli.sketch import review

    run_work(review(unit))


@sketch.command("export", help=said("help-sketch-export"))
def _export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=said("help-sketch-file"))], administration: Administration = ""
) -> None:
    from kalix_presence.cli.sketch import export

    run_work(export(file, administration=administration))


def _step(proposal_id: str, step: ProposalStep, administration: str, word: str = "") -> None:
    from kalix_presence.cli.sketch import take_step

    run_work(take_step(proposal_id, step, administration=administration, word=word))
