"""`pcimatrix validate`: is a catalogue file well-formed, and does it keep the rules?"""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.output import emit
from pcimatrix.errors import EXIT_FINDINGS, EXIT_INVALID, InputError

app = command_app()


@app.command()
def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Catalogue files; the shipped one without."),
    ] = None,
) -> None:
    """Check catalogue files as they are checked on load, and against the rules that always hold.

    Exit code 1 where a rule is broken, 2 where a file cannot be read or is not a catalogue.

    \b
    Examples:
      pcimatrix validate
      pcimatrix validate my-requirements.yaml
    """
    from pcimatrix.catalogue import load  # noqa: PLC0415 - reading YAML is not needed for --help
    from pcimatrix.locate import case_places  # noqa: PLC0415
    from pcimatrix.rules import RULES, breaches  # noqa: PLC0415

    code = 0
    wanted: list[str | None] = [*files] if files else [None]
    for file in wanted:
        try:
            loaded = load(file)
        except InputError as error:
            emit(f"{error}\n")
            code = EXIT_INVALID
            continue
        found = breaches(loaded.catalogue, loaded.patterns)
        places = case_places(loaded.document) if found else {}
        for breach in found:
            line, column = places[breach.case]
            where = f"{loaded.document.source}:{line}:{column}"
            emit(f"{where}: {breach.case}: {breach.message} ({breach.rule})\n")
        count = sum(1 for _ in loaded.catalogue.test_cases())
        verdict = f"{len(found)} breaches of the rules" if found else f"all {len(RULES)} rules hold"
        emit(f"{loaded.document.source}: {count} test cases, {verdict}\n")
        if found:
            code = max(code, EXIT_FINDINGS)
    if code:
        raise typer.Exit(code)
