"""Typed parameters: the text that a user gives -> one RDF term, or a problem that helps."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode

from india_japan_kg.catalogue.header import Entry, required
from india_japan_kg.dataset.releases import release_graph
from india_japan_kg.engine import Term
from india_japan_kg.problem import BadParameter, MissingParameter
from india_japan_kg.vocabulary import KINDS, PREFIXES, expand, shorten, thing_name

LONGEST_TEXT: Final = 200
_MOST_ALLOWED: Final = 40
_XSD: Final = PREFIXES["xsd"]
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LARGEST_NUMBER: Final = 999_999_999
_NUMBER: Final = re.compile(r"-?\d{1,9}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_KEYS: Final = frozenset(
    (
        "type",
        "description",
        "required",
        "default",
        "example",
        "kind",
        "scheme",
        "minimum",
        "maximum",
        "allowed",
    )
)


class ParameterType(StrEnum):
    """What a value is, and so which term it becomes."""

    THING = "thing"
    CODE = "code"
    DATE = "date"
    INTEGER = "integer"
    TEXT = "text"
    LANGUAGE = "language"
    BOOLEAN = "boolean"
    RELEASE = "release"


class KnownThings(Protocol):
    """What the graph knows, as far as a value of a parameter can name it."""

    def things(self, kind: str) -> Mapping[str, str]:
        """Return the things of `kind`: slug -> IRI."""

    def codes(self, scheme: str) -> Mapping[str, str]:
        """Return the codes of the list `scheme` (an IRI): code -> IRI of the concept."""

    def closest(self, kinds: Sequence[str], text: str) -> list[str]:
        """Return the slugs of `kinds` that are most like `text` or named so."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    Attributes:
        name: the parameter, and the SPARQL variable of the same name.
        type: what a value is.
        description: what it means.
        required: whether a question cannot be asked without it.
        default: the value that holds if none is given; ``today`` is the day of asking.
        example: a value that finds something.
        kinds: for a thing, the kinds it may be of.
        scheme: for a code, the IRI of the list it is from.
        minimum, maximum: for an integer, the bounds.
        allowed: for a text, the only values there are, empty for any; the releases that are known.

    """

    name: str
    type: ParameterType
    description: str
    required: bool
    default: str | None
    example: str
    kinds: tuple[str, ...]
    scheme: str | None
    minimum: int | None
    maximum: int | None
    allowed: tuple[str, ...]

    @property
    def optional(self) -> bool:
        """Whether the question can be asked with nothing bound here."""
        return not self.required and self.default is None


def read_parameter(name: str, entry: Entry, releases: tuple[str, ...] = ()) -> Parameter:
    """Read the declaration of the parameter `name` from a header.

    Of a parameter that is a release, `releases` are the allowed values and the first is the
    example, if there is one.

    Raises:
        BadData: a key is missing, unknown or does not fit the type; names file and line.

    """
    entries = entry.entries(_KEYS)
    kind = ParameterType(required(entries, "type", entry).one_of([*ParameterType]))
    for key, types in {
        "kind": (ParameterType.THING,),
        "scheme": (ParameterType.CODE,),
        "minimum": (ParameterType.INTEGER,),
        "maximum": (ParameterType.INTEGER,),
        "allowed": (ParameterType.TEXT,),
    }.items():
        if key in entries and kind not in types:
            raise entries[key].wrong(f"a parameter of type {kind} has no {key}.")
    kinds: tuple[str, ...] = ()
    scheme: str | None = None
    if kind is ParameterType.THING:
        kinds = required(entries, "kind", entry).texts()
        for unknown in set(kinds) - set(KINDS):
            raise entries["kind"].wrong(f"{unknown!r} is no kind.", f"Kinds: {', '.join(KINDS)}.")
    if kind is ParameterType.CODE:
        written = required(entries, "scheme", entry)
        scheme = expand(written.text())
        if scheme is None:
            raise written.wrong("a prefixed name such as ij:levels is expected here.")
    example = required(entries, "example", entry).text()
    allowed = entries["allowed"].texts() if "allowed" in entries else ()
    if kind is ParameterType.RELEASE:
        example, allowed = next(iter(releases), example), releases
    return Parameter(
        name=name,
        type=kind,
        description=required(entries, "description", entry).text(),
        required="required" in entries and entries["required"].flag(),
        default=entries["default"].text() if "default" in entries else None,
        example=example,
        kinds=kinds,
        scheme=scheme,
        minimum=entries["minimum"].number() if "minimum" in entries else None,
        maximum=entries["maximum"].number() if "maximum" in entries else None,
        allowed=allowed,
    )


def read_values(
    parameters: Mapping[str, Parameter],
    given: Mapping[str, str],
    known: KnownThings,
    today: date,
) -> dict[str, Term | None]:
    """Return the term of each of `parameters`, None where nothing is bound.

    Args:
        parameters: what there is, by name.
        given: the values as the user wrote them; an empty one counts as not given.
        known: what things and codes there are.
        today: the day that ``today`` means.

    Raises:
        BadParameter: a value is wrong or of no parameter; it says what would be right.
        MissingParameter: a value is missing, and none of those that were given is wrong.

    """
    for name in given:
        if name not in parameters:
            raise unknown_parameter(name, [*parameters])
    values: dict[str, Term | None] = {}
    for name, parameter in parameters.items():
        text = given.get(name, "").strip() or parameter.default
        values[name] = None if text is None else read_value(parameter, text, known, today)
    for name, parameter in parameters.items():
        if parameter.required and values[name] is None:
            raise MissingParameter(
                name,
                f"The parameter {name} is missing: {parameter.description}",
                _example(parameter),
            )
    return values


def unknown_parameter(name: str, known: Sequence[str]) -> BadParameter:
    """Return the problem that there is no parameter `name` where the `known` ones are."""
    close = difflib.get_close_matches(name, known, 1)
    remedy = f"Did you mean {close[0]}?" if close else _list("It has", known)
    return BadParameter(name, f"There is no parameter {name!r}.", remedy, known)


def read_value(parameter: Parameter, text: str, known: KnownThings, today: date) -> Term:
    """Return the term that `text` is for `parameter`; see `read_values`.

    Raises:
        BadParameter: `text` is no value of the parameter's type, or out of its bounds.

    """
    match parameter.type:
        case ParameterType.THING:
            return _thing(parameter, text, known)
        case ParameterType.CODE | ParameterType.RELEASE:
            is_code = parameter.type is ParameterType.CODE
            return _code(parameter, text, known) if is_code else _release(parameter, text)
        case ParameterType.DATE:
            return _date(parameter, text, today)
        case ParameterType.INTEGER:
            return _integer(parameter, text)
        case ParameterType.TEXT:
            return _text(parameter, text)
        case ParameterType.LANGUAGE | ParameterType.BOOLEAN:
            return _word(parameter, text)


def _thing(parameter: Parameter, text: str, known: KnownThings) -> NamedNode:
    name = thing_name(expand(text) or text)
    kinds, slug = ((name.kind,), name.slug) if name else (parameter.kinds, text)
    found = [
        known.things(kind)[slug]
        for kind in kinds
        if kind in parameter.kinds and slug in known.things(kind)
    ]
    if len(found) == 1:
        return NamedNode(found[0])
    if found:
        names = [shorten(iri) for iri in found]
        raise BadParameter(
            parameter.name,
            f"{parameter.name}={text} may be {' or '.join(names)}.",
            f"Say which, for example {parameter.name}={names[0]}.",
            names,
        )
    close = known.closest(parameter.kinds, slug)
    remedy = f"Did you mean {' or '.join(close)}?" if close else _example(parameter)
    kind_names = " or ".join(parameter.kinds)
    every = sorted(slug for kind in parameter.kinds for slug in known.things(kind))
    raise BadParameter(
        parameter.name,
        f"{parameter.name}={text}: there is no {kind_names} of that name in the graph.",
        remedy,
        close or (every if len(every) <= _MOST_ALLOWED else ()),
    )


def _code(parameter: Parameter, text: str, known: KnownThings) -> NamedNode:
    codes = known.codes(parameter.scheme or "")
    iri = expand(text) or text
    if text in codes or iri in codes.values():
        return NamedNode(codes.get(text, iri))
    close = difflib.get_close_matches(text, codes, 1)
    remedy = f"Did you mean {close[0]}?" if close else _list("It may be", sorted(codes))
    raise BadParameter(
        parameter.name,
        f"{parameter.name}={text}: there is no such code.",
        remedy,
        sorted(codes)[:_MOST_ALLOWED],
    )


def _date(parameter: Parameter, text: str, today: date) -> Literal:
    try:
        day = today if text == "today" else date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or (text != "today" and not _DAY.fullmatch(text)):
        raise _wrong(parameter, text, "is no day of the form YYYY-MM-DD, nor `today`")
    return Literal(day.isoformat(), datatype=NamedNode(_XSD + "date"))


def _integer(parameter: Parameter, text: str) -> Literal:
    if not _NUMBER.fullmatch(text):
        raise _wrong(parameter, text, "is no whole number")
    number = int(text)
    if parameter.minimum is not None and number < parameter.minimum:
        raise _wrong(parameter, text, f"is less than {parameter.minimum}")
    if parameter.maximum is not None and number > parameter.maximum:
        raise _wrong(parameter, text, f"is more than {parameter.maximum}")
    return Literal(str(number), datatype=NamedNode(_XSD + "integer"))


def _word(parameter: Parameter, text: str) -> Literal:
    if parameter.type is ParameterType.LANGUAGE:
        if not _LANGUAGE.fullmatch(text):
            raise _wrong(parameter, text, "is no BCP 47 language tag")
        return Literal(text.lower())
    if text not in ("true", "false"):
        raise _wrong(parameter, text, "is neither true nor false", ["true", "false"])
    return Literal(text, datatype=NamedNode(_XSD + "boolean"))


def _release(parameter: Parameter, text: str) -> NamedNode:
    if not parameter.allowed:
        raise BadParameter(
            parameter.name,
            f"{parameter.name}={text}: no earlier release is known here.",
            "IJKG_RELEASES names the folder that holds them (docs/settings.md).",
        )
    if text not in parameter.allowed:
        raise _wrong(parameter, text, "is no release that is known here", parameter.allowed)
    return release_graph(text)


def _text(parameter: Parameter, text: str) -> Literal:
    if parameter.allowed and text not in parameter.allowed:
        raise _wrong(parameter, text, "is not among the allowed values", parameter.allowed)
    if len(text) > LONGEST_TEXT:
        raise _wrong(parameter, text[:20] + "...", f"has more than {LONGEST_TEXT} characters")
    # A backslash has a meaning before the grammar has one (SPARQL 1.1, section 19.2), and engines
    # differ in it; no name has one.
    if "\\" in text or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise _wrong(parameter, text, "has a backslash or a control character")
    return Literal(unicodedata.normalize("NFC", text))


def _wrong(parameter: Parameter, text: str, what: str, allowed: Sequence[str] = ()) -> BadParameter:
    remedy = _list("It may be", allowed) if allowed else _example(parameter)
    shown = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
    return BadParameter(parameter.name, f"{parameter.name}={shown}: this {what}.", remedy, allowed)


def _example(parameter: Parameter) -> str:
    return f"For example {parameter.name}={parameter.example}."


def _list(opening: str, values: Sequence[str]) -> str:
    return f"{opening} {', '.join(values[:_MOST_ALLOWED]) or 'none'}."
