"""The texts of the pages themselves: in every language that pages have, and nowhere else."""

import re
import string
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx
import pytest
import yaml

import india_japan_kg.app  # so that every kind of problem is known
from india_japan_kg.catalogue import Catalogue, load
from india_japan_kg.pages.messages import FOLDER
from india_japan_kg.problem import Problem
from india_japan_kg.things.languages import LANGUAGES

TEMPLATES = Path(india_japan_kg.app.__file__).parent / "pages" / "templates"
SHARED = ("texts", "tags", "shapes", "severities", "terms", "aspects")
OTHERS = ("ja", "hi")
NO_WORDS = {"Turtle", "JSON-LD", "N-Triples", "RDF/XML", "/sparql", 'lang=""'}
BROWSER = {"Accept": "text/html"}


def sections(language: str) -> Mapping[str, Mapping[str, str]]:
    told: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    )
    return told


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def catalogue(house: Path) -> Catalogue:
    return load(house / "queries")


def kinds_of_problem(kind: type[Problem] = Problem) -> dict[str, str]:
    found = {kind.slug: kind.title} if kind.__module__.startswith("india_japan_kg") else {}
    for narrower in kind.__subclasses__():
        found |= kinds_of_problem(narrower)
    return found


@pytest.mark.parametrize("section", SHARED)
@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_there_in_every_language(language: str, section: str) -> None:
    assert sections(language)[section].keys() == sections("en")[section].keys()


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_has_the_same_places_to_fill_in_every_language(language: str) -> None:
    english, other = sections("en")["texts"], sections(language)["texts"]
    assert {key: places(text) for key, text in other.items()} == {
        key: places(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_well_formed_and_fits_an_attribute(language: str) -> None:
    for key, text in sections(language)["texts"].items():
        ElementTree.fromstring(f"<p>{text}</p>")
        assert '"' not in text, key


@pytest.mark.parametrize("language", OTHERS)
def test_japanese_and_hindi_are_written_in_their_scripts(language: str) -> None:
    script = {"ja": "[\u3040-\u30ff\u4e00-\u9fff]", "hi": "[\u0900-\u097f]"}[language]
    alike = {"sparql", "api", "comma", "iri", "iso3166", "url", "per cent"}
    for section, texts in sections(language).items():
        for key, text in texts.items():
            assert key in alike or re.search(script, text), (section, key)


@pytest.mark.parametrize("language", OTHERS)
def test_every_question_has_a_title_in_every_language(language: str, catalogue: Catalogue) -> None:
    assert sections(language)["questions"].keys() >= set(catalogue)


@pytest.mark.parametrize("language", OTHERS)
def test_every_parameter_and_column_has_a_heading_in_every_language(
    language: str, catalogue: Catalogue
) -> None:
    told = sections(language)
    for question in catalogue.values():
        assert told["parameters"].keys() >= set(question.parameters), question.name
        assert told["columns"].keys() >= {c.name for c in question.columns}, question.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_and_every_file_of_shapes_has_a_heading(
    language: str, catalogue: Catalogue, house: Path
) -> None:
    told = sections(language)
    assert told["tags"].keys() == {tag for q in catalogue.values() for tag in q.tags}
    assert told["shapes"].keys() >= {path.stem for path in (house / "shapes").glob("*.ttl")}


@pytest.mark.parametrize("language", OTHERS)
def test_every_problem_that_a_page_may_tell_has_a_title(language: str) -> None:
    on_the_command_line = {"bad-setting", "bad-data", "invalid-data", "unpublished"}
    titled = sections(language)["problems"].keys()
    assert titled >= kinds_of_problem().keys() - on_the_command_line


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.stem)
def test_a_template_has_no_words_of_its_own(template: Path) -> None:
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", template.read_text(encoding="utf-8"))
    spoken = re.findall(r'(?:aria-label|placeholder|alt)="([^"]*)"', text)
    shown = re.sub(r"<code>[a-z]+:</code>|</?(?:!|[a-z])[^>]*>", "\n", text).split("\n")
    words = {line.strip() for line in (*shown, *spoken) if re.search("[A-Za-z]{2}", line)}
    assert words <= NO_WORDS


@pytest.mark.parametrize(
    ("path", "ja", "hi"),
    [
        ("/", "質問から始める", "किसी प्रश्न से शुरू करें"),
        ("/queries", "協力分野", "सहयोग के क्षेत्र"),
        ("/queries/promises", "期限超過", "विलंबित"),
        ("/queries/across-the-table?dialogue=strategic-dialogue", "日本側議長", "जापानी अध्यक्ष"),
        ("/queries/across-the-table", "次の項目を入力してください：対話", "यह भरें: संवाद"),
        ("/queries/genealogy-graph", "記述：", "कथन:"),
        ("/session/strategic-dialogue-18", "これに言及するもの", "इनमें उल्लेख"),
        ("/person/motegi-toshimitsu?as_of=2026-03-01", "在任中の役職", "धारित पद"),
        ("/ontology", "コード一覧", "कूट-सूचियाँ"),
        ("/shapes", "違反", "उल्लंघन"),
        ("/sparql", "例から始める", "किसी उदाहरण से शुरू करें"),
        ("/person/nobody-at-all", "その名前のものはありません", "इस नाम का कुछ नहीं है"),
        ("/person/motegi-toshimitsu?colour=red", "パラメーター", "पैरामीटर"),
    ],
)
def test_a_page_speaks_the_language_of_its_reader(
    client: httpx.Client, path: str, ja: str, hi: str
) -> None:
    for language, text in (("ja", ja), ("hi", hi)):
        page = client.get(path, headers=BROWSER | {"Accept-Language": language}).text
        assert f'<html lang="{language}">' in page
        assert text in page
        navigation = sections(language)["texts"]
        assert f">{navigation['ministers']}</a>" in page


def test_what_is_english_on_a_japanese_page_is_marked_as_such(client: httpx.Client) -> None:
    page = client.get("/queries/promises", params={"lang": "ja"}, headers=BROWSER).text
    assert '<p class="lead" lang="en">Outcomes with a term' in page
    english = client.get("/queries/promises", params={"lang": "en"}, headers=BROWSER).text
    assert '<p class="lead">Outcomes with a term' in english


def test_the_closest_names_of_an_unknown_address_are_links(client: httpx.Client) -> None:
    page = client.get("/person/motegi-toshimitu?lang=hi", headers=BROWSER).text
    assert '<a href="/person/motegi-toshimitsu?lang=hi">' in page


def test_what_mentions_a_post_is_told_by_the_name_of_the_session_not_of_the_part_taken(
    client: httpx.Client,
) -> None:
    page = client.get("/post/in-power-minister?lang=hi", headers=BROWSER).text
    assert ">10वाँ भारत-जापान ऊर्जा संवाद</a>" in page
    assert "participation:" not in page


def test_no_property_of_a_graph_is_told_by_its_prefixed_name(client: httpx.Client) -> None:
    for question in ("genealogy-graph", "citation?thing=session:strategic-dialogue-18"):
        page = client.get(f"/queries/{question}", headers=BROWSER).text
        assert "<dt>" in page
        assert re.findall(r"<dt>[a-z]+:\w+</dt>", page) == []


def test_below_a_long_table_its_forms_and_other_parts_are_offered_again(
    client: httpx.Client,
) -> None:
    for path, times in (("/queries/promises", 2), ("/queries/promises?limit=3", 1)):
        page = client.get(path, headers=BROWSER).text
        assert page.count(">CSV</a>") == times
        assert page.count('rel="next"') == times


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/queries",
        "/session/strategic-dialogue-9",
        "/person/kono-taro",
        "/queries/across-the-table?dialogue=strategic-dialogue",
    ],
)
def test_links_to_pages_keep_the_language_that_was_asked_for(
    client: httpx.Client, address: str
) -> None:
    joint = "&" if "?" in address else "?"
    page = client.get(f"{address}{joint}lang=ja", headers=BROWSER)
    assert page.status_code == 200
    links = [unescape(found) for found in re.findall(r'<a [^>]*href="(/[^"]*)"', page.text)]
    to_pages = {urlsplit(link) for link in links if not is_file(link)}
    assert len(to_pages) > 10
    assert not [link for link in to_pages if parse_qs(link.query).get("lang") != ["ja"]]


@pytest.mark.parametrize(
    ("query", "preferred", "kept"),
    [
        ("lang=hi,ja", "", ["hi,ja"]),
        ("lang=HI,+ja-JP,en", "", ["hi,ja"]),
        ("lang=hi&lang=ja", "", ["hi,ja"]),
        ("lang=en,hi", "", ["en,hi"]),
        ("lang=en", "ja", ["en"]),
        ("lang=hi", "ja, hi;q=0.5", ["hi"]),
        ("lang=ja", "ja-JP, en;q=0.5", None),
        ("lang=en", "", None),
        ("lang=", "ja", None),
        ("lang=ja;q=0.5,hi", "", None),
    ],
)
def test_links_keep_all_languages_that_were_asked_for_if_others_would_come_without(
    client: httpx.Client, query: str, preferred: str, kept: list[str] | None
) -> None:
    page = client.get(f"/?{query}", headers=BROWSER | {"Accept-Language": preferred})
    assert page.status_code == 200
    links = [unescape(found) for found in re.findall(r'<a [^>]*href="(/[^"]*)"', page.text)]
    to_pages = [urlsplit(link) for link in links if not is_file(link)]
    assert len(to_pages) > 10
    assert [link for link in to_pages if parse_qs(link.query).get("lang") != kept] == []
    assert re.findall(r'<input type="hidden" name="lang" value="([^"]*)">', page.text) == (
        kept or []
    )


def is_file(link: str) -> bool:
    path = urlsplit(link).path
    return "." in path or path in ("/docs", "/health")
