"""All canned questions of a folder."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from india_japan_kg.catalogue.question import Question, read_question
from india_japan_kg.problem import BadData, NotFound
from india_japan_kg.vocabulary import SLUG


class Catalogue(Mapping[str, Question]):
    """Questions by name, in the order of their names."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = dict(sorted(questions.items()))
        self._collections = {
            question.collection: question
            for question in self._questions.values()
            if question.collection
        }

    def __getitem__(self, name: str) -> Question:
        return self._questions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)

    @property
    def collections(self) -> Mapping[str, Question]:
        """The questions that back a collection, by the collection's name."""
        return self._collections

    def find(self, name: str) -> Question:
        """Return the question `name`.

        Raises:
            NotFound: there is none; names the closest.

        """
        if name not in self._questions:
            raise NotFound(
                f"There is no question {name!r}.", difflib.get_close_matches(name, self._questions)
            )
        return self._questions[name]


def load(directory: Path, releases: Iterable[str] = ()) -> Catalogue:
    """Read the questions of `directory`: every ``*.rq`` file in it, not those in its folders.

    Args:
        directory: the folder.
        releases: the names of the earlier releases that can be asked about, the last one first.

    Raises:
        BadData: a file is not UTF-8, its name no kebab-case name, its header wrong, or two files
            back one collection; names the file and, where it has one, the line.

    """
    questions: dict[str, Question] = {}
    backed: dict[str, str] = {}
    known = tuple(releases)
    for path in sorted(directory.glob("*.rq")):
        shown = f"{directory.name}/{path.name}"
        question = _read(path, shown, known)
        if question.collection in backed:
            raise BadData(
                shown,
                None,
                None,
                f"{backed[question.collection]} backs the collection {question.collection} too.",
                "Only one question may back a collection.",
            )
        if question.collection:
            backed[question.collection] = shown
        questions[question.name] = question
    return Catalogue(questions)


def _read(path: Path, shown: str, releases: tuple[str, ...]) -> Question:
    if not SLUG.fullmatch(path.stem):
        raise BadData(
            shown, None, None, "the name of a query is lower-case words joined by hyphens."
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadData(shown, None, None, f"not UTF-8: {error.reason}.") from None
    return read_question(path.stem, shown, text, releases)
