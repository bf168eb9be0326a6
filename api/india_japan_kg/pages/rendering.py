"""Templates -> pages. What a page shows is worked out elsewhere; here it becomes HTML."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.datastructures import URL
from starlette.requests import Request

from india_japan_kg.http.negotiation import choose_languages, kept_languages
from india_japan_kg.pages.messages import Messages, read_messages
from india_japan_kg.problem import PROBLEM_BASE, BadParameter
from india_japan_kg.things.languages import LANGUAGES

STATIC: Final = Path(__file__).parent / "static"
LANGUAGE_NAMES: Final = {"en": "English", "ja": "日本語", "hi": "हिन्दी"}
NAVIGATION: Final = (
    ("/queries", "questions"),
    ("/dialogues", "dialogues"),
    ("/sessions", "sessions"),
    ("/ministers", "ministers"),
    ("/outcomes", "outcomes"),
    ("/sparql", "sparql"),
)
"""Addresses, each with the key of its text."""


class Pages:
    """Writes every page of one server."""

    def __init__(self, version: str) -> None:
        self._environment = Environment(
            loader=PackageLoader("india_japan_kg.pages"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._version = version
        self._messages = read_messages()

    def messages(self, request: Request) -> Messages:
        """Return the texts in the language of `request`."""
        return self._messages[page_language(request)]

    def write(self, template: str, request: Request, content: Mapping[str, object]) -> bytes:
        """Return the page `template` filled with `content`, in the language of `request`."""
        messages = self.messages(request)

        def with_parameter(name: str, value: str) -> str:
            return "?" + request.url.include_query_params(**{name: value}).query

        kept = kept_languages(request)

        def link(address: str) -> str:
            """Have a link to a page of this site keep the languages that were asked for."""
            if not kept or not address.startswith("/"):
                return address
            return str(URL(address).include_query_params(lang=kept))

        return (
            self._environment.get_template(template)
            .render(
                language=messages.language,
                say=messages,
                called=messages.called,
                kept=kept,
                link=link,
                languages_offered=[(tag, LANGUAGE_NAMES[tag]) for tag in LANGUAGES],
                navigation=NAVIGATION,
                version=self._version,
                with_parameter=with_parameter,
                **content,
            )
            .encode()
        )

    def problem(self, request: Request, document: Mapping[str, object]) -> bytes:
        """Return a problem document as a page."""
        kind = str(document["type"]).removeprefix(PROBLEM_BASE)
        title = self.messages(request).called("problems", kind, str(document["title"]))
        content = {"title": title, "problem": {"remedy": "", "closest": (), **document}}
        return self.write("problem.html", request, content)


def page_language(request: Request) -> str:
    """Return the first wanted language that pages have; English if the wish cannot be read."""
    try:
        wanted: Sequence[str] = choose_languages(request)
    except BadParameter:
        wanted = ()
    return next((tag for tag in wanted if tag in LANGUAGES), "en")
