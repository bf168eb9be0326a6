"""Files of a folder become questions; a wrong header names its file, its line and what is right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from india_japan_kg.catalogue import answer, load
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.problem import BadData, NotFound
from india_japan_kg.things.labels import Labels


def test_a_new_file_adds_a_question_that_can_be_asked(
    write_query: Callable[..., Path], engine: EmbeddedEngine, labels: Labels
) -> None:
    question = load(write_query())["by-name"]
    table = answer(
        question,
        engine,
        labels,
        {"name": "New Delhi"},
        languages=["en"],
        today=date(2026, 7, 1),
        timeout=10,
    )
    assert question.summary == "Things by their name"
    assert [column.name for column in question.columns] == ["thing", "called"]
    assert [str(value) for value in table.rows[0]] == [
        "<https://w3id.org/india-japan/id/place/new-delhi>",
        '"New Delhi"',
    ]


def test_questions_in_folders_below_are_not_in_the_catalogue(
    write_query: Callable[..., Path],
) -> None:
    folder = write_query()
    (folder / "things").mkdir()
    (folder / "things" / "labels.rq").write_text("SELECT * { ?s ?p ?o }")
    assert list(load(folder)) == ["by-name"]


def test_an_unknown_name_names_the_closest(write_query: Callable[..., Path]) -> None:
    with pytest.raises(NotFound) as error:
        load(write_query()).find("by-names")
    assert error.value.members["closest"] == ["by-name"]


def test_the_example_of_the_readme_backs_its_collection(house: Path) -> None:
    assert load(house / "queries").collections["ministers"].name == "ministers"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("summary: Things by their name", "summry: Things", 1, "summary"),
        ("#+ view: table", "#+ view: tabel", 4, "Did you mean table?"),
        ("#+ tags: [network]\n", "", 1, "'tags' is missing"),
        ("type: text", "type: string", 7, "Did you mean thing?"),
        ("required: true", "required: yes", 8, "neither true nor false"),
        ("#+     example: Tokyo\n", "", 7, "'example' is missing"),
        ("type: text", "type: thing", 7, "'kind' is missing"),
        ("type: text", "type: text\n#+     kind: place", 8, "has no kind"),
        ("type: text", "type: thing\n#+     kind: city", 8, "'city' is no kind"),
        ("type: text", "type: code\n#+     scheme: levels", 8, "ij:levels"),
        ("type: text", "type: integer\n#+     minimum: few", 8, "not a whole number"),
        ("#+ tags: [network]", "#+ tags: [network", 4, "no YAML"),
        ("meaning: The name.", "meaning:", 13, "a text is expected"),
        ("#+   called: {", "#+   thing: {", 13, "stands twice"),
        ("{type: text, meaning: The name.}", "The name.", 13, "keys with values"),
        ("{type: text,", "{type: texts,", 13, "Did you mean text?"),
        ("#+ view", "#+\tview", 4, "no tab"),
        ("#+ view: table", "# view: table", 4, "goes on later"),
    ],
)
def test_a_wrong_header_names_file_line_and_what_would_be_right(
    write_query: Callable[..., Path], old: str, new: str, line: int, message: str
) -> None:
    folder = write_query(old, new)
    with pytest.raises(BadData) as error:
        load(folder)
    assert error.value.members["path"] == "queries/by-name.rq"
    assert error.value.members["line"] == line
    assert message in error.value.line()


def test_a_file_without_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.rq").write_text("SELECT * { ?s ?p ?o }")
    with pytest.raises(BadData, match="begins with its header"):
        load(tmp_path)


def test_a_name_that_is_no_kebab_case_name_is_refused(write_query: Callable[..., Path]) -> None:
    with pytest.raises(BadData, match="joined by hyphens"):
        load(write_query(name="By_Name.rq"))


def test_two_questions_cannot_back_one_collection(write_query: Callable[..., Path]) -> None:
    backing = ("#+ view", "#+ collection: names\n#+ view")
    write_query(*backing)
    with pytest.raises(BadData, match="backs the collection names too"):
        load(write_query(*backing, name="other.rq"))
