"""``ijkg ask``."""

import datetime
import json
import sys
from typing import Final

import click
from pyoxigraph import QueryResultsFormat
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from india_japan_kg.catalogue import Question, Table, Value, answer, construct, load
from india_japan_kg.commands import completion
from india_japan_kg.commands.values import read_given
from india_japan_kg.dataset import load_dataset
from india_japan_kg.dataset.releases import find_releases
from india_japan_kg.engine.choosing import open_here
from india_japan_kg.problem import BadParameter
from india_japan_kg.settings import read_settings
from india_japan_kg.tables import (
    GRAPH_FORMS,
    parquet_columns,
    plain_rows,
    write_graph,
    write_parquet,
    write_solutions,
)
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.languages import read_languages

SPARQL_FORMS: Final = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "srj": QueryResultsFormat.JSON,
    "srx": QueryResultsFormat.XML,
}

TABLE_FORMS: Final = ("table", "json", *SPARQL_FORMS, "parquet")
NARROWEST_COLUMN: Final = 14


class Form(click.Choice[str]):
    """The forms to complete from; whether one fits the question is told once that is known."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return `value` as it stands."""
        return value


@click.command(
    "ask", cls=completion.QuestionCommand, context_settings={"ignore_unknown_options": True}
)
@click.argument("name", required=False, shell_complete=completion.questions)
@click.argument(
    "values", nargs=-1, metavar="[--PARAMETER=VALUE]...", shell_complete=completion.values
)
@click.option("--lang", default="en", help="Languages of names, best first: ja,en.")
@click.option("--limit", type=click.IntRange(min=1), help="Most rows wanted.")
@click.option("--offset", type=click.IntRange(min=0), help="Rows to leave out before.")
@click.option(
    "--sort",
    help="Columns by which rows are put in order: start,-ordinal.",
    shell_complete=completion.columns,
)
@click.option(
    "--fields",
    help="Columns that are wanted: session,start.",
    shell_complete=completion.columns,
)
@click.option(
    "--format",
    "form",
    type=Form([*TABLE_FORMS, *GRAPH_FORMS]),
    help="Format; default: table, or ttl if the answer is a graph.",
)
def command(
    name: str | None,
    values: tuple[str, ...],
    lang: str,
    limit: int | None,
    offset: int | None,
    sort: str | None,
    fields: str | None,
    form: str | None,
) -> None:
    """Ask the canned question NAME; without a name, list the questions.

    Parameters of a question are given as --name=value: ijkg ask ministers --country=japan
    One that is called like an option comes after --: ijkg ask dialogues -- --format=exercise
    """
    settings = read_settings()
    releases = find_releases(settings.releases)
    catalogue = load(settings.house / "queries", releases)
    if name is None:
        for question in catalogue.values():
            click.echo(f"{question.name:32}{question.summary}")
        return
    question = catalogue.find(name)
    form = _form(question, form)
    rows = {"limit": limit, "offset": offset, "sort": sort, "fields": fields}
    if question.gives_graph:
        for option, value in rows.items():
            if value is not None:
                raise BadParameter(
                    f"--{option}", f"--{option}: the answer to {name} is a graph, without rows."
                )
    dataset = load_dataset(settings.house)
    engine = open_here(dataset, releases)
    labels = Labels.read(engine, settings.house / "queries" / "things", settings.query_timeout)
    given = read_given(values)
    languages = read_languages("--lang", lang)
    today = datetime.datetime.now(datetime.UTC).date()
    timeout = settings.query_timeout
    if question.gives_graph:
        graph = construct(
            question, engine, labels, given, languages=languages, today=today, timeout=timeout
        )
        sys.stdout.buffer.write(write_graph(graph.triples, GRAPH_FORMS[form]))
        return
    table = answer(
        question,
        engine,
        labels,
        given,
        languages=languages,
        today=today,
        timeout=timeout,
        limit=limit,
        offset=offset or 0,
        sort=sort or "",
        fields=fields or "",
    )
    if form == "table":
        _print(question, table)
    elif form == "json":
        click.echo(json.dumps(list(plain_rows(table)), ensure_ascii=False, indent=2))
    elif form == "parquet":
        columns = list(parquet_columns(table))
        sys.stdout.buffer.write(write_parquet(columns, question.summary, dataset.version))
    else:
        sys.stdout.buffer.write(write_solutions(table, SPARQL_FORMS[form]))


def _form(question: Question, wanted: str | None) -> str:
    forms = tuple(GRAPH_FORMS) if question.gives_graph else TABLE_FORMS
    if wanted is not None and wanted not in forms:
        remedy = f"Choose from {', '.join(forms)}."
        if "format" in question.parameters:
            remedy += (
                f" The parameter of that name comes after --: ijkg ask {question.name}"
                f" -- --format={question.parameters['format'].example}"
            )
        raise BadParameter(
            "--format",
            f"--format {wanted} does not fit the answer to {question.name}.",
            remedy,
            forms,
        )
    return wanted or forms[0]


def _print(question: Question, table: Table) -> None:
    """Print a grid where the terminal is wide enough for its columns, else row after row."""
    console = Console(markup=False, highlight=False)
    if console.width >= NARROWEST_COLUMN * len(table.columns):
        grid = Grid(title=question.summary, title_justify="left", show_lines=True)
        for column in table.columns:
            grid.add_column(column.name, overflow="fold")
        for row in table.rows:
            grid.add_row(*(Text(_text(value, table)) for value in row))
        console.print(grid)
    else:
        console.print(question.summary)
        for row in table.rows:
            console.print()
            for column, value in zip(table.columns, row, strict=True):
                if told := _text(value, table).replace("\n", "; "):
                    console.print(Text.assemble((f"{column.name}: ", "bold"), told))
    console.print(f"\n{table.total} {'row' if table.total == 1 else 'rows'}")


def _text(value: Value, table: Table) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(_text(term, table) for term in value)
    return table.names[value.value].text if value.value in table.names else value.value
