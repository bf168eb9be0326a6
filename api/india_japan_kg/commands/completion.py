"""What a shell offers to complete of ``ijkg ask``: questions, parameters, values, columns."""

from typing import Final

import click
from click.shell_completion import CompletionItem

from india_japan_kg.catalogue import Parameter, ParameterType, Question, load
from india_japan_kg.commands.values import NAME
from india_japan_kg.dataset import load_dataset
from india_japan_kg.dataset.releases import find_releases
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.settings import read_settings
from india_japan_kg.things.labels import Labels

WORDS: Final = "india_japan_kg.words"
"""Where a context has the words that were typed before the one to complete."""


class QuestionCommand(click.Command):
    """A command that has the parameters of a question as options, beside its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse `args`, and keep them as they are: an option without its value spoils the rest."""
        ctx.meta[WORDS] = tuple(args)
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the options that begin like `incomplete`."""
        own = super().shell_complete(ctx, incomplete)
        question = _question(ctx)
        if question is None or not incomplete.startswith(NAME):
            return own
        given = {word.partition("=")[0] for word in _words(ctx)}
        names = {f"{NAME}{name}": parameter for name, parameter in question.parameters.items()}
        return [
            *(
                CompletionItem(name, help=parameter.description)
                for name, parameter in names.items()
                if name.startswith(incomplete) and name not in given
            ),
            *own,
        ]


def questions(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the questions whose names begin like `incomplete`."""
    catalogue = load(read_settings().house / "queries")
    return [
        CompletionItem(question.name, help=question.summary)
        for question in catalogue.values()
        if question.name.startswith(incomplete)
    ]


def values(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the values, of the parameter that was named last, that begin like `incomplete`."""
    question = _question(ctx)
    # Some shells give the `=` between a name and its value as a word of its own.
    words = [word for word in _words(ctx) if word != "="]
    last = words[-1] if words else ""
    parameter = question.parameters.get(last.removeprefix(NAME)) if question else None
    if parameter is None or not last.startswith(NAME):
        return []
    return [item for item in _values(parameter) if str(item.value).startswith(incomplete)]


def columns(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return lists of columns that go on from `incomplete`."""
    question = _question(ctx)
    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(before + comma + column.name, help=column.meaning)
        for column in (question.columns if question else ())
        if column.name.startswith(last) and column.name not in before.split(",")
    ]


def _question(ctx: click.Context) -> Question | None:
    settings = read_settings()
    catalogue = load(settings.house / "queries", find_releases(settings.releases))
    return next((catalogue[word] for word in _words(ctx) if word in catalogue), None)


def _words(ctx: click.Context) -> tuple[str, ...]:
    words: tuple[str, ...] = ctx.meta[WORDS]
    return words


def _values(parameter: Parameter) -> list[CompletionItem]:
    match parameter.type:
        case ParameterType.THING | ParameterType.CODE:
            return _named(parameter)
        case ParameterType.BOOLEAN:
            return [CompletionItem("true"), CompletionItem("false")]
        case ParameterType.DATE:
            return [CompletionItem("today")]
        case _:
            return [CompletionItem(value) for value in parameter.allowed]


def _named(parameter: Parameter) -> list[CompletionItem]:
    settings = read_settings()
    dataset = load_dataset(settings.house)
    engine = EmbeddedEngine(dataset.store, dataset.version)
    labels = Labels.read(engine, settings.house / "queries" / "things", settings.query_timeout)
    named = dict(labels.codes(parameter.scheme or ""))
    for kind in parameter.kinds:
        named |= labels.things(kind)
    return [
        CompletionItem(name, help=labels.label(iri, ["en"]).text)
        for name, iri in sorted(named.items())
    ]
