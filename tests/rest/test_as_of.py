"""A thing as it stood on a day: what held then, and nothing that came later."""

import httpx
import pytest
import rdflib

from india_japan_kg.vocabulary import PREFIXES

IJ = rdflib.Namespace(PREFIXES["ij"])
PERSON = rdflib.Namespace(PREFIXES["person"])
POST = rdflib.Namespace(PREFIXES["post"])
SESSION = rdflib.Namespace(PREFIXES["session"])
AHEAD = (IJ.dueNotBefore, IJ.dueNotAfter)


def on_day(client: httpx.Client, path: str, day: str) -> dict[str, object]:
    answer = client.get(f"{path}.json", params={"as_of": day})
    assert answer.status_code == 200
    told: dict[str, object] = answer.json()["onDay"]
    assert told.pop("day") == day
    return {
        aspect: [thing["id"] for thing in value] if isinstance(value, list) else value
        for aspect, value in told.items()
    }


def test_a_person_holds_the_posts_of_that_day(client: httpx.Client) -> None:
    """Finance minister since the cabinet of May 2009, no more of external affairs.

    https://twocircles.net/2009may23/pranab_finance_minister_krishna_gets_external_affairs.html
    """
    told = on_day(client, "/person/mukherjee-pranab", "2010-05-01")
    assert told == {"postsHeld": ["in-finance-minister"]}


def test_a_post_has_the_holder_of_that_day(client: httpx.Client) -> None:
    """Hatoyama governed from 16 September 2009 to 8 June 2010.

    https://de.zxc.wiki/wiki/Kabinett_Yukio_Hatoyama
    """
    told = on_day(client, "/post/jp-prime-minister", "2010-05-01")
    assert told == {"holders": ["hatoyama-yukio"]}


def test_a_ministry_has_the_head_of_that_day(client: httpx.Client) -> None:
    """As above; Krishna got external affairs on 23 May 2009."""
    told = on_day(client, "/body/in-ministry-of-external-affairs", "2009-06-01")
    assert told == {"heads": ["krishna-sm"]}


@pytest.mark.parametrize(
    ("body", "day", "told"),
    [
        (
            "jp-ministry-of-defense",
            "2007-01-08",
            {"state": "not yet founded", "inItsPlace": ["jp-defense-agency"]},
        ),
        ("jp-ministry-of-defense", "2007-01-09", {"heads": ["kyuma-fumio"]}),
        (
            "jp-defense-agency",
            "2007-01-10",
            {"state": "no longer there", "inItsPlace": ["jp-ministry-of-defense"]},
        ),
    ],
)
def test_another_organisation_stands_in_the_place_of_one_that_is_not_there(
    client: httpx.Client, body: str, day: str, told: dict[str, object]
) -> None:
    """The Defense Agency became the Ministry of Defense on 9 January 2007, under Kyuma.

    http://www.mod.go.jp/e/about/remarks/2007/press01.html
    """
    assert on_day(client, f"/body/{body}", day) == told


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("1960-01-04", {"state": "not yet signed"}),
        ("1960-06-12", {"state": "signed, not yet in force"}),
        ("1989-12-28", {"state": "in force"}),
        (
            "1989-12-29",
            {"state": "replaced", "replacedBy": ["double-taxation-convention-1989-03-07"]},
        ),
    ],
)
def test_a_document_is_signed_then_in_force_then_replaced(
    client: httpx.Client, day: str, told: dict[str, object]
) -> None:
    """Of the tax agreement of 1960, by the convention that followed it.

    https://worldjpn.net/documents/texts/JPSA/19600105.T1E.html
    https://www.taxtmi.com/acts?id=4957
    """
    assert on_day(client, "/doc/double-taxation-agreement-1960-01-05", day) == told


def test_a_dialogue_has_its_last_and_its_next_session(client: httpx.Client) -> None:
    """The third was held in July 2009, the fourth on 21 August 2010.

    https://www.mofa.go.jp/region/asia-paci/india/fmv1008/overview.html
    """
    assert on_day(client, "/dialogue/strategic-dialogue", "2010-05-01") == {
        "state": "active",
        "sessions": 3,
        "lastSession": ["strategic-dialogue-3"],
        "nextSession": ["strategic-dialogue-4"],
    }


@pytest.mark.parametrize(
    ("day", "state"),
    [("2010-08-20", "not yet begun"), ("2010-08-21", "announced")],
)
def test_a_dialogue_is_announced_when_it_is_decided(
    client: httpx.Client, day: str, state: str
) -> None:
    """Of the dialogue on Africa, on which the ministers decided on 21 August 2010.

    https://deepakpatel2010.blogspot.com/2010/08/india-japan-agree-to-work-for-enhancing.html
    """
    assert on_day(client, "/dialogue/africa-dialogue", day)["state"] == state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-01-15", "not yet decided"),
        ("2026-01-16", "open"),
        ("2026-04-30", "open"),
        ("2026-05-01", "overdue"),
    ],
)
def test_a_promise_is_open_then_overdue(client: httpx.Client, day: str, state: str) -> None:
    """Of the working group on critical minerals, to be convened in early 2026."""
    told = on_day(client, "/outcome/strategic-dialogue-18-critical-minerals", day)
    assert told == {"state": state}


def test_what_mentions_a_thing_is_what_had_happened(client: httpx.Client) -> None:
    document = client.get("/dialogue/strategic-dialogue.json?as_of=2010-05-01").json()
    sessions = [other["id"] for other in document["mentionedBy"]["^ofDialogue"]]
    assert sorted(sessions) == [f"strategic-dialogue-{number}" for number in (1, 2, 3)]


def graph(client: httpx.Client, path: str, day: str) -> rdflib.Graph:
    answer = client.get(f"{path}.ttl", params={"as_of": day})
    return rdflib.Graph().parse(data=answer.text, format="turtle")


@pytest.mark.parametrize(
    "path",
    [
        "/person/mukherjee-pranab",
        "/person/motegi-toshimitsu",
        "/post/jp-prime-minister",
        "/dialogue/strategic-dialogue",
        "/session/strategic-dialogue-9",
        "/doc/double-taxation-agreement-1960-01-05",
        "/body/jp-ministry-of-foreign-affairs",
    ],
)
def test_turtle_holds_no_fact_of_a_later_day(client: httpx.Client, path: str) -> None:
    found = graph(client, path, "2010-05-01")
    sources = set(found.subjects(rdflib.RDF.type, IJ.Source))
    days = [
        (subject, predicate, str(value))
        for subject, predicate, value in found
        if getattr(value, "datatype", None) == rdflib.XSD.date
        and subject not in sources
        and predicate not in AHEAD
    ]
    assert [told for told in days if told[2] > "2010-05-01"] == []
    assert len(found) > 1


def test_turtle_of_a_person_holds_the_tenure_of_that_day(client: httpx.Client) -> None:
    found = graph(client, "/person/mukherjee-pranab", "2010-05-01")
    tenures = set(found.subjects(IJ.holder, PERSON["mukherjee-pranab"]))
    assert {found.value(tenure, IJ.post) for tenure in tenures} == {POST["in-finance-minister"]}


def test_turtle_of_a_dialogue_holds_its_last_session(client: httpx.Client) -> None:
    found = graph(client, "/dialogue/strategic-dialogue", "2010-05-01")
    assert set(found.subjects(IJ.ofDialogue)) == {SESSION["strategic-dialogue-3"]}


def test_a_counterpart_of_later_days_is_not_told(client: httpx.Client) -> None:
    person = PERSON["kono-taro"]
    earlier = set(
        graph(client, "/person/kono-taro", "2018-03-28").objects(person, IJ.counterpartOf)
    )
    later = set(graph(client, "/person/kono-taro", "2018-03-29").objects(person, IJ.counterpartOf))
    assert PERSON["swaraj-sushma"] in later
    assert earlier < later


def test_the_page_tells_the_day_and_the_state(client: httpx.Client) -> None:
    page = client.get("/post/jp-prime-minister.html", params={"as_of": "2010-05-01"}).text
    assert "On 2010-05-01" in page
    assert page.index("On 2010-05-01") < page.index("Yukio Hatoyama")
    assert "/post/jp-prime-minister.ttl?as_of=2010-05-01" in page


@pytest.mark.parametrize("suffix", ["json", "jsonld", "ttl", "nt", "rdf", "html"])
@pytest.mark.parametrize("day", ["2010-02-30", "20100501", "yesterday", "2010-5-1", "١٩٩٠-٠١-٠١"])
def test_what_is_no_day_is_told_so(client: httpx.Client, suffix: str, day: str) -> None:
    answer = client.get(
        f"/post/jp-prime-minister.{suffix}",
        params={"as_of": day},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "as_of"
    assert "as_of=2010-05-01" in answer.text


def test_the_links_to_other_forms_keep_the_day(client: httpx.Client) -> None:
    answer = client.get("/post/jp-prime-minister.json?as_of=2010-05-01")
    assert (
        '</post/jp-prime-minister.ttl?as_of=2010-05-01>; rel="alternate"' in answer.headers["link"]
    )


def test_without_a_day_nothing_is_told_of_one(client: httpx.Client) -> None:
    assert "onDay" not in client.get("/post/jp-prime-minister.json").json()


def test_the_day_is_described(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/{kind}/{slug}"]["get"]
    (parameter,) = [item for item in operation["parameters"] if item["name"] == "as_of"]
    assert parameter["schema"] == {"type": "string", "format": "date"}
