"""Names in the language that one asks for: the same name in JSON, CSV, pages and the command."""

import csv
import io
import json
import re
from collections.abc import Callable
from subprocess import CompletedProcess

import httpx
import pytest
from starlette.requests import Request

from india_japan_kg.http.negotiation import choose_languages
from india_japan_kg.problem import BadParameter
from india_japan_kg.things.languages import (
    LANGUAGES,
    LONGEST_LANGUAGES,
    read_languages,
    write_languages,
)

NAMES = {"en": "Toshimitsu Motegi", "ja": "茂木敏充", "hi": "तोशिमित्सु मोटेगी"}
PERSON = "motegi-toshimitsu"
ASKED = {"dialogue": "strategic-dialogue", "fields": "japaneseChair", "limit": "1", "offset": "17"}

BY_HEADER = {
    "ja": "ja",
    "ja-JP": "ja",
    "hi-IN": "hi",
    "en-GB": "en",
    "JA-jp": "ja",
    "ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7": "ja",
    "hi-IN,hi;q=0.9,en;q=0.8": "hi",
    "fr-FR,fr;q=0.9": "en",
    "fr, hi;q=0.1": "hi",
    "ja;q=0.5, hi": "hi",
    "ja;q=0.5, hi;q=0.50, en;q=0.4": "ja",
    "ja;q=0, hi;q=0.1": "hi",
    "ja;q=0": "en",
    "en;q=0, ja;q=0.001": "ja",
    "*": "en",
    "*, ja": "en",
    "ja, *;q=0.5": "ja",
    "en;q=0.1, *;q=0.5": "ja",
    "en;q=0, *": "ja",
    "*;q=0, hi": "hi",
    "": "en",
    "ja;q=often": "en",
}
BY_PARAMETER = {
    "ja": "ja",
    "ja-JP": "ja",
    "hi-in": "hi",
    "en-GB": "en",
    "hi,ja": "hi",
    "fr, ja": "ja",
    "fr": "en",
    "": "en",
}
REFUSED = ("ja;q=0.5,hi", "*", "japanese", "ja,", ",", "日本語", "ja_JP", "ja," * 66 + "hi,en")


def asked(*lines: str, query: str = "") -> Request:
    headers = [(b"accept-language", line.encode()) for line in lines]
    return Request({"type": "http", "query_string": query.encode(), "headers": headers})


@pytest.mark.parametrize(("accept", "language"), BY_HEADER.items())
def test_a_header_chooses_by_quality_and_a_region_does_not_matter(
    accept: str, language: str
) -> None:
    chosen = [tag for tag in choose_languages(asked(accept)) if tag in LANGUAGES]
    assert chosen[0] == language


def test_every_language_that_is_wanted_has_its_turn_and_english_is_the_last_resort() -> None:
    assert choose_languages(asked("hi;q=0.5, ja-JP;q=0.7, ja")) == ("ja", "hi", "en")
    assert choose_languages(asked("ja, *")) == ("ja", "en", "hi")
    assert choose_languages(asked("ja, en;q=0")) == ("ja", "en")


def test_several_lines_of_a_header_are_one_list() -> None:
    assert choose_languages(asked("ja;q=0.5", "hi")) == ("hi", "ja", "en")


def test_the_parameter_is_stronger_than_the_header() -> None:
    assert choose_languages(asked("ja", query="lang=hi")) == ("hi", "en")
    assert choose_languages(asked("ja", query="lang=")) == ("ja", "en")
    assert choose_languages(asked("ja", query="lang=hi&lang=ja")) == ("hi", "ja", "en")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("hi, JA-jp", "hi,ja"),
        ("ja,en", "ja"),
        ("en", "en"),
        ("en,hi", "en,hi"),
        ("ja,en,hi,ja", "ja,en,hi"),
        ("fr", "fr"),
    ],
)
def test_a_list_of_languages_has_one_shortest_form(text: str, written: str) -> None:
    languages = read_languages("lang", text)
    assert write_languages(languages) == written
    assert read_languages("lang", written) == languages


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_list_of_languages_is_refused(text: str) -> None:
    with pytest.raises(BadParameter) as error:
        read_languages("lang", text)
    assert error.value.members["parameter"] == "lang"
    assert "without quality values" in error.value.remedy
    assert f"at most {LONGEST_LANGUAGES}" in error.value.remedy


def faces(client: httpx.Client, lang: str | None, accept: str | None) -> dict[str, str]:
    """Return the name of one person as each face of the server gives it."""
    headers = {} if accept is None else {"Accept-Language": accept}
    given = {} if lang is None else {"lang": lang}

    def get(path: str, **parameters: str) -> httpx.Response:
        answer = client.get(path, params={**parameters, **given}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer

    question = "/queries/across-the-table"
    mention = re.compile(rf'<a href="/person/{PERSON}(?:\?lang=[\w%]+)?"[^>]*>([^<]*)</a>')
    heading = re.compile(r"<h1[^>]*>([^<]*)</h1>")
    found = {
        "thing as a page": heading.search(get(f"/person/{PERSON}.html").text),
        "answer as a page": mention.search(get(f"{question}.html", **ASKED).text),
    }
    (row,) = csv.DictReader(io.StringIO(get(f"{question}.csv", **ASKED).text))
    return {
        "thing": get(f"/person/{PERSON}.json").json()["label"],
        "answer": get(f"{question}.json", **ASKED).json()["rows"][0]["japaneseChair"]["label"],
        "answer as CSV": row["japaneseChairLabel"],
        **{face: match[1] if match else "" for face, match in found.items()},
    }


@pytest.mark.parametrize(("accept", "language"), BY_HEADER.items())
def test_all_faces_of_the_server_give_the_name_that_a_header_asks_for(
    client: httpx.Client, accept: str, language: str
) -> None:
    assert set(faces(client, None, accept).values()) == {NAMES[language]}


@pytest.mark.parametrize(("lang", "language"), BY_PARAMETER.items())
def test_all_faces_of_the_server_give_the_name_that_the_parameter_asks_for(
    client: httpx.Client, lang: str, language: str
) -> None:
    assert set(faces(client, lang, None).values()) == {NAMES[language]}


@pytest.mark.parametrize("lang", ["ja-JP", "hi,ja", "fr"])
def test_the_command_gives_the_same_names(
    run_ijkg: Callable[..., CompletedProcess[str]], lang: str
) -> None:
    options = [f"--{name}={value}" for name, value in ASKED.items()]
    told = run_ijkg("ask", "across-the-table", *options, f"--lang={lang}", "--format=json")
    (row,) = json.loads(told.stdout)
    assert row["japaneseChair"]["label"] == NAMES[BY_PARAMETER[lang]]


@pytest.mark.parametrize(
    "path", ["/person/abe-shinzo", "/queries/across-the-table.csv?dialogue=strategic-dialogue"]
)
def test_the_server_refuses_quality_values_in_the_parameter(
    client: httpx.Client, path: str
) -> None:
    address = httpx.URL(path).copy_merge_params({"lang": "ja;q=0.5,hi"})
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "lang"
    assert "without quality values" in answer.json()["remedy"]


def test_the_command_refuses_them_too(run_ijkg: Callable[..., CompletedProcess[str]]) -> None:
    told = run_ijkg("ask", "dialogues", "--lang=ja;q=0.5,hi")
    assert told.returncode == 2
    assert "--lang=ja" in told.stderr
