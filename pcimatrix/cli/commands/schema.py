"""`pcimatrix schema`: JSON Schemas for editors."""

import json
from typing import Annotated

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import OutputFile, choice
from pcimatrix.cli.output import emit

app = command_app()
FILES = (
    "catalogue",
    "patterns",
    "published",
    "architecture",
    "facts",
    "questionnaires",
    "resource_types",
    "services",
    "scope",
    "edition",
    "timeline",
    "timeframes",
    "matrix",
    "matrix_map",
)


@app.command()
def schema(
    *,
    file: Annotated[str, choice(FILES, "--file", "Which kind of file the schema is for.")] = "catalogue",
    output: OutputFile = None,
) -> None:
    """Print the JSON Schema of a data file.

    Editors and other tools read it.

    \b
    Examples:
      pcimatrix schema > requirements.schema.json
    """
    from pcimatrix.schema import schema_of

    emit(json.dumps(schema_of(file), ensure_ascii=False, indent=2) + "\n", output)
