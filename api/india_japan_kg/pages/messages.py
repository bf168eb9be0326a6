"""The texts of the pages themselves in each language: ``messages/*.yaml``, a file a language."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml
from markupsafe import Markup

from india_japan_kg.things.labels import Label
from india_japan_kg.things.languages import LANGUAGES

FOLDER: Final = Path(__file__).parent / "messages"


class Messages:
    """The texts in one language."""

    def __init__(self, language: str, sections: Mapping[str, Mapping[str, str]]) -> None:
        """Take the `sections` of a file: name -> key -> text."""
        self.language = language
        self._sections = sections

    def __call__(self, key: str, **values: object) -> Markup:
        """Return the text `key` with `values` filled in, and those escaped.

        Raises:
            KeyError: there is no such text, or it wants a value that is not given.

        """
        return Markup(self._sections["texts"][key]).format(**values)

    def called(self, section: str, key: str, otherwise: str) -> Label:
        """Return what `key` of `section` is called; else `otherwise`, which is English."""
        text = self._sections.get(section, {}).get(key)
        return Label(otherwise, LANGUAGES[0]) if text is None else Label(text, self.language)

    def value(self, text: str) -> str:
        """Return the word for `text`, a value without a language (``open``); else as it stands."""
        return self._sections.get("values", {}).get(text, text)

    def heading(self, section: str, name: str) -> Label:
        """Return what the parameter or column `name` is called; else its words (``dueText``)."""
        return self.called(section, name, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())


def read_messages() -> dict[str, Messages]:
    """Return the texts of every language that pages have."""
    return {
        language: Messages(
            language, yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
        )
        for language in LANGUAGES
    }
