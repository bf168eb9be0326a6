"""The pages in a real browser, on a desk and in a hand, in three languages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ADDRESSES = [
    "/",
    "/queries",
    "/queries/across-the-table",
    "/queries/across-the-table?dialogue=strategic-dialogue",
    "/queries/decisions?at=strategic-dialogue-18",
    "/queries/promises",
    "/queries/across-the-table?dialogue=strategic-dialogue&sort=-start&limit=5",
    "/queries/citation?thing=session:strategic-dialogue-18",
    "/sessions",
    "/session/strategic-dialogue-18",
    "/person/motegi-toshimitsu",
    "/ontology",
    "/shapes",
    "/sparql",
    "/person/nobody",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and "CI" not in os.environ, reason="Chromium is not installed"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 390], ids=["desk", "hand"])
def page(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(base_url=server, viewport={"width": request.param, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert not problems


def follow(page: Page, link: Locator) -> None:
    """Click what leads to a page, and wait until that page is there as a whole."""
    with page.expect_navigation():
        link.click()


@pytest.mark.parametrize("lang", ["en", "ja", "hi"])
def test_no_page_is_wider_than_the_window(page: Page, lang: str) -> None:
    for address in ADDRESSES:
        page.goto(address + ("&" if "?" in address else "?") + f"lang={lang}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert page.viewport_size is not None
        assert width <= page.viewport_size["width"], address


def test_from_the_home_page_to_who_sat_across_from_whom(page: Page) -> None:
    page.goto("/")
    follow(page, page.get_by_role("link", name="Who sat across from whom, in which post"))
    page.locator("select[name=dialogue]").select_option("strategic-dialogue")
    follow(page, page.get_by_role("button", name="Ask"))
    rows = page.locator("tbody tr")
    assert rows.count() == 18
    last = rows.last.inner_text()
    assert "Subrahmanyam Jaishankar" in last
    assert "Toshimitsu Motegi" in last
    assert rows.last.get_by_role("link", name="mofa.go.jp").count() > 0


def test_rows_are_put_in_order_cut_and_narrowed_in_the_form(page: Page) -> None:
    page.goto("/queries/across-the-table?dialogue=strategic-dialogue")
    page.get_by_text("Order, rows and columns").click()
    page.locator("[name=sort]").select_option("-start")
    page.locator("[name=limit]").fill("2")
    page.locator("[name=offset]").fill("1")
    for column in ("ordinal", "start"):
        page.locator(f"[name=fields][value={column}]").check()
    follow(page, page.get_by_role("button", name="Ask"))
    assert page.locator("th").all_inner_texts() == ["ordinal", "start"]
    assert page.locator("tbody tr").all_inner_texts() == ["17\t2024-08-20", "16\t2024-03-07"]
    assert page.locator("[name=fields][value=ordinal]").is_checked()
    follow(page, page.get_by_role("link", name="Next"))
    assert page.locator("tbody tr").all_inner_texts()[0] == "15\t2023-07-27"


def test_a_wrong_order_is_told_in_the_form(page: Page) -> None:
    page.goto("/queries/across-the-table?dialogue=strategic-dialogue&sort=begin")
    assert "no column 'begin'" in page.locator(".problem").inner_text()
    assert page.locator("[name=sort]").input_value() == "begin"


def test_names_follow_the_chosen_language(page: Page) -> None:
    page.goto("/person/motegi-toshimitsu")
    assert page.locator("h1").inner_text() == "Toshimitsu Motegi"
    follow(page, page.get_by_role("link", name="日本語"))
    assert page.locator("h1").inner_text() == "茂木敏充"
    assert page.locator("html").get_attribute("lang") == "ja"


def test_a_session_leads_to_its_sources(page: Page) -> None:
    page.goto("/session/strategic-dialogue-18")
    sources = page.locator("ol.sources li")
    assert sources.count() >= 3
    assert (sources.first.locator("a").first.get_attribute("href") or "").startswith("http")


@pytest.mark.parametrize("query", ["", "?dialogue=", "?dialogue=&limit=5&lang=en"])
def test_a_form_that_is_not_filled_in_says_what_is_needed_and_shows_no_error(
    page: Page, query: str
) -> None:
    answer = page.goto(f"/queries/across-the-table{query}")
    assert answer is not None
    assert answer.status == 200
    assert page.locator(".problem, [role=alert]").count() == 0
    assert "fill in: dialogue." in page.locator(".needed").inner_text()
    assert page.locator("[name=dialogue] option:checked").inner_text() == "Choose …"
    assert page.locator(".formats a").all_inner_texts() == ["SPARQL query"]
    page.get_by_role("button", name="Ask").click()
    assert page.url.endswith(f"/queries/across-the-table{query}")
    follow(page, page.get_by_role("link", name="Show an example"))
    assert page.locator("tbody tr").count() > 0
    assert page.locator(".needed").count() == 0


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/queries/across-the-table?dialogue=strategic-dialog", "strategic-dialogue"),
        ("/queries/across-the-table?from=2020-02-30", "YYYY-MM-DD"),
    ],
)
def test_a_wrong_value_is_told_as_an_error_in_the_form(page: Page, address: str, says: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 400
    assert says in page.get_by_role("alert").inner_text()
    assert page.locator(".needed").count() == 0
    assert page.locator("form.ask").count() == 1


def test_what_mentions_a_thing_beyond_the_first_hundred_is_unfolded(page: Page) -> None:
    page.goto("/place/tokyo")
    told = page.request.get("/place/tokyo.json?limit=10000").json()
    venues = {thing["href"] for thing in told["mentionedBy"]["^venue"]}
    row = page.locator(f"dt:has-text('({len(venues)})') + dd")
    assert row.locator("a:visible").count() == 100
    row.get_by_text(f"and {len(venues) - 100} more").click()
    expect(row.locator("a:visible")).to_have_count(len(venues), timeout=60_000)
    links = row.locator("a:visible").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert len(links) == len(venues)
    assert set(links) == venues


def test_an_unknown_address_gets_a_page_that_leads_on(page: Page) -> None:
    page.goto("/person/motegi-toshimitu")
    assert "motegi-toshimitsu" in page.locator(".problem").inner_text()
    follow(page, page.get_by_role("link", name="Home"))
    assert page.locator(".tiles li").count() > 5


def test_the_editor_runs_a_query_and_links_things(page: Page) -> None:
    page.goto("/sparql")
    page.locator("#query").fill(
        "SELECT ?s { ?s ij:ordinal 18 ; ij:ofDialogue dialogue:strategic-dialogue }"
    )
    page.get_by_role("button", name="Run").click()
    follow(page, page.get_by_role("link", name="session/strategic-dialogue-18"))
    assert page.locator("h1").inner_text().startswith("18th")


def test_the_editor_shows_where_a_query_is_wrong(page: Page) -> None:
    page.goto("/sparql")
    page.locator("#query").fill("SELECT * {\n  ?s nope:x ?o }")
    page.get_by_role("button", name="Run").click()
    page.locator(".problem").wait_for()
    assert "line 2, column 6" in page.locator(".problem").inner_text()
    page.wait_for_function("document.getElementById('query').selectionStart === 16")


def test_the_editor_starts_from_an_example(page: Page) -> None:
    page.goto("/sparql")
    page.locator("#examples").select_option("/queries/ministers.rq")
    page.locator("#output tbody tr").first.wait_for()
    assert "VALUES" in page.locator("#query").input_value()
