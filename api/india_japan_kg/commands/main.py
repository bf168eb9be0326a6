"""The group of commands, and how their problems end."""

import importlib
import sys
from typing import Final

import click
from click.shell_completion import CompletionItem

from india_japan_kg.problem import Problem
from india_japan_kg.version import __version__

COMMANDS: Final = {
    "serve": "Serve the graph over HTTP: SPARQL, REST, pages, exports.",
    "validate": "Judge the data by their shapes.",
    "query": "Ask a SPARQL query of the data.",
    "ask": "Ask a canned question.",
    "export": "Write the whole graph in one file.",
    "changes": "Tell what changed between two releases.",
    "publish": "Write the whole graph as a static site.",
    "check-queries": "Tell what is wrong with the canned questions, and where.",
    "load": "Fill a triplestore with the whole dataset.",
    "stats": "Count what the graph holds.",
    "fmt": "Write Turtle files in the house's hand.",
}


class LateCommands(click.Group):
    """Imports a command's module when it is called: each needs other, slow libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the manual."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"india_japan_kg.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that begin like `incomplete`, without importing any."""
        return [
            *(
                CompletionItem(name, help=told)
                for name, told in COMMANDS.items()
                if name.startswith(incomplete)
            ),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LateCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ijkg")
def group() -> None:
    """The open knowledge graph of India-Japan relations."""


def main() -> None:
    """Run the command line; a problem ends it with one line and its exit code."""
    try:
        group(prog_name="ijkg")
    except Problem as problem:
        click.echo(f"ijkg: {problem.line()}", err=True)
        sys.exit(problem.exit_code)
