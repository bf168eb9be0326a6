"""The parameters by which a user cuts a part out of the graph."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from india_japan_kg.catalogue import Parameter, ParameterType
from india_japan_kg.vocabulary import KINDS

DEEPEST: Final = 3


def wishes(classes: Sequence[str], profiles: Sequence[str]) -> Mapping[str, Parameter]:
    """Return the parameters, by name; what several of them cut out is what they have in common.

    Args:
        classes: the local names of the classes that there are.
        profiles: the names of the profiles that there are.

    """

    def wish(
        name: str,
        type_: ParameterType,
        description: str,
        example: str,
        *,
        kinds: tuple[str, ...] = (),
        allowed: Sequence[str] = (),
        bounds: tuple[int | None, int | None] = (None, None),
        default: str | None = None,
    ) -> Parameter:
        return Parameter(
            name=name,
            type=type_,
            description=description,
            required=False,
            default=default,
            example=example,
            kinds=kinds,
            scheme=None,
            minimum=bounds[0],
            maximum=bounds[1],
            allowed=tuple(allowed),
        )

    text, thing, day = ParameterType.TEXT, ParameterType.THING, ParameterType.DATE
    every = (
        wish("class", text, "Things of one class.", "Session", allowed=classes),
        wish(
            "domain",
            thing,
            "Things about a domain, narrower ones included.",
            "critical-minerals",
            kinds=("domain",),
        ),
        wish("around", thing, "Things around a thing.", "dialogue:ai-dialogue", kinds=KINDS),
        wish(
            "depth",
            ParameterType.INTEGER,
            "How many steps around it.",
            "1",
            bounds=(1, DEEPEST),
            default="1",
        ),
        wish("from", day, "Things with a day on or after this one.", "2026-01-01"),
        wish("to", day, "Things with a day on or before this one.", "2026-06-30"),
        wish(
            "profile",
            text,
            "The graph in the words of another vocabulary.",
            "schema.org",
            allowed=profiles,
        ),
    )
    return MappingProxyType({parameter.name: parameter for parameter in every})
