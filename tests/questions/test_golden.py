"""Answers read on pages of others; the docstring of each test has their addresses."""

from collections.abc import Callable

Row = dict[str, object]
Ask = Callable[..., list[Row]]


def values(rows: list[Row], *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_the_ministers_of_june_2009_are_those_named_when_the_cabinet_was_formed(ask: Ask) -> None:
    """Read on one page.

    https://twocircles.net/2009may23/pranab_finance_minister_krishna_gets_external_affairs.html
    """
    posts = dict(values(ask("ministers", on="2009-06-01", country="india"), "post", "minister"))
    assert posts["in-prime-minister"] == "singh-manmohan"
    assert posts["in-minister-of-external-affairs"] == "krishna-sm"
    assert posts["in-finance-minister"] == "mukherjee-pranab"
    assert posts["in-defence-minister"] == "antony-ak"


def test_a_minister_of_whom_one_sighting_is_known_is_not_in_office_for_good(ask: Ask) -> None:
    """The Diplomatic Bluebook of 2005 shows Motegi as minister for it in August 2004.

    By 2012 he had another ministry, and in May 2010 his party was in opposition.
    https://a.osmarks.net/content/wikipedia_en_all_maxi_2020-08/A/Hatoyama_Cabinet
    """
    assert "motegi-toshimitsu" not in {row["minister"] for row in ask("ministers", on="2010-05-01")}
    (row,) = ask("ministers", on="2004-08-01", name="motegi")
    assert (row["post"], row["startPrecision"]) == ("jp-it-minister", "seen")


def test_the_spokespersons_of_the_ministry_of_external_affairs_since_2020(ask: Ask) -> None:
    """Days of taking charge, read on three pages.

    https://www.latestly.com/india/news/anurag-srivastava-appointed-new-mea-spokesperson-replaces-raveesh-kumar-1662264.html
    https://www.hindustantimes.com/india-news/arindam-bagchi-succeeds-anurag-srivastava-as-mea-spokesperson-101616259919859.html
    https://www.lokmattimes.com/international/mea-spokesperson-arindam-bagchi-passes-on-baton-to-randhir-jaiswal/
    """
    rows = ask(
        "spokespersons-and-ambassadors", rank="spokesperson", country="india", from_="2020-04-07"
    )
    assert values(rows, "person", "start", "end") == [
        ("srivastava-anurag", "2020-04-06", "2021-03-20"),
        ("bagchi-arindam", "2021-03-20", "2024-01-03"),
        ("jaiswal-randhir", "2024-01-03", None),
    ]


def test_the_ambassadors_of_india_in_tokyo_from_2001_to_2022(ask: Ask) -> None:
    """Read in a list of the diplomatic envoys.

    https://www.weblio.jp/wkpja/content/%E6%97%A5%E5%8D%B0%E9%96%A2%E4%BF%82_%E5%A4%96%E4%BA%A4%E4%BD%BF%E7%AF%80
    """
    rows = ask(
        "spokespersons-and-ambassadors",
        rank="ambassador",
        country="india",
        from_="2001-01-01",
        to="2022-06-30",
    )
    assert [row["person"] for row in rows if row["post"] == "in-ambassador-jp"] == [
        "seth-aftab",
        "tripathi-manilal",
        "singh-hemant-krishan",
        "prasad-alok",
        "wadhwa-deepa-gopalan",
        "chinoy-sujan",
        "verma-sanjay-kumar",
    ]


def test_the_leaders_of_the_quad_have_met_six_times_from_2021_to_2024(ask: Ask) -> None:
    """Read on one page.

    https://www.newsx.com/world/quad-summits-from-virtual-2021-to-wilmington-2024/
    """
    rows = ask("dialogues", level="leaders", party="united-states")
    (row,) = [row for row in rows if row["dialogue"] == "quad-leaders-summit"]
    assert (row["sessions"], row["first"], row["last"]) == (6, "2021-03-12", "2024-09-21")


def test_the_trilateral_of_foreign_ministers_is_silent_since_its_second_meeting(ask: Ask) -> None:
    """The first met on 29 September 2015, the second on 18 September 2017.

    https://todaydiplomacy.blogspot.com/2015/09/first-ever-us-japan-india-trilateral.html
    http://www.imperialvalleynews.com/index.php/news/world-news/12145-second-u-s-india-japan-ministerial-level-trilateral-dialogue.html
    """
    rows = ask("silent-dialogues", on="2020-09-18", months="24", level="ministers")
    (row,) = [row for row in rows if row["dialogue"] == "japan-india-us-trilateral"]
    assert (row["last"], row["sessions"]) == ("2017-09-18", 2)
    assert (row["silentMonths"], row["usualGap"], row["overdueMonths"]) == (36, 24, 12)


def test_the_leaders_met_in_2021_and_2022_but_not_in_2020(ask: Ask) -> None:
    """The Quad met twice in 2021 and in 2022, the annual summit in 2022 alone.

    https://www.newsx.com/world/quad-summits-from-virtual-2021-to-wilmington-2024/
    https://www.oneindia.com/india/14th-india-japan-annual-summit-to-be-held-today-in-new-delhi-3385002.html
    """
    rows = values(ask("sessions-per-year", level="leaders"), "year", "sessions", "dialogues")
    assert [row for row in rows if row[0] in (2020, 2021, 2022)] == [(2021, 2, 1), (2022, 3, 2)]


def test_the_calendar_of_2019_tells_what_the_two_ministers_did_in_delhi_once_each(
    ask: Ask,
) -> None:
    """Arrival, call on the prime minister, talks in pairs, and the first ministerial 2+2.

    https://www.devdiscourse.com/article/international/764723-jaishankar-meets-japanese-counterpart-toshimitsu-motegi-ahead-of-22-ministerial-dialogue
    https://www.indiatvnews.com/news/india/japan-act-east-policy-prime-minister-narendra-modi-567750
    """
    rows = [row for row in ask("calendar", year="2019") if row["date"] == "2019-11-30"]
    assert sorted(values(rows, "event", "what", "place")) == [
        ("defence-ministerial-meeting-2019-11-30", "ij:Session", "new-delhi"),
        ("kono-taro-in-2019-11-30", "ij:Visit", "india"),
        ("motegi-kono-modi-2019-11-30", "ij:Session", "new-delhi"),
        ("motegi-toshimitsu-in-2019-11-30", "ij:Visit", "india"),
        ("strategic-dialogue-12", "ij:Session", "new-delhi"),
        ("two-plus-two-ministerial-1", "ij:Session", "new-delhi"),
    ]


def test_the_ministers_of_2012_launched_talks_on_cyber_security_and_the_sea(ask: Ask) -> None:
    """Of what the sixth dialogue agreed, these two were new.

    https://www.mofa.go.jp/mofaj/kaidan/g_gemba/120428/india_fmm.html
    """
    rows = ask(
        "outcomes",
        dialogue="strategic-dialogue",
        act="launches",
        from_="2012-04-30",
        to="2012-04-30",
    )
    assert {row["outcome"]: row["decidedAt"] for row in rows} == {
        "strategic-dialogue-6-cyber": "strategic-dialogue-6",
        "strategic-dialogue-6-maritime-dialogue": "strategic-dialogue-6",
    }


def test_cyber_security_is_a_domain_of_the_2010s(ask: Ask) -> None:
    """The ministers agreed on talks about it at their sixth dialogue.

    https://www.mofa.go.jp/mofaj/kaidan/g_gemba/120428/india_fmm.html
    """
    rows = ask("domains-by-decade")
    (row,) = [row for row in rows if row["domain"] == "cyber-security"]
    assert (row["decade"], row["first"]) == (2010, "2012-04-30")


def test_what_was_decided_under_okada_is_what_the_overview_of_his_visit_tells(ask: Ask) -> None:
    """The two corridors, the economic partnership by the autumn, the economic dialogue.

    https://www.mofa.go.jp/region/asia-paci/india/fmv1008/overview.html
    """
    rows = ask("decided-under", person="okada-katsuya")
    told = {row["outcome"]: row for row in rows}
    for outcome in (
        "strategic-dialogue-4-dfc",
        "strategic-dialogue-4-epa",
        "strategic-dialogue-4-med",
    ):
        row = told[outcome]
        assert (row["date"], row["event"]) == ("2010-08-21", "strategic-dialogue-4")
        assert (row["post"], row["role"]) == ("jp-minister-for-foreign-affairs", "ij:chair")
    assert {row["date"] for row in rows} == {"2010-08-21"}


def test_the_security_declaration_of_2008_was_replaced_in_2025(ask: Ask) -> None:
    """Read on one page.

    https://www.hindustantimes.com/india-news/eye-on-china-india-and-japan-decide-to-ramp-up-security-defence-cooperation-101756484691329.html
    """
    rows = ask("declarations", document="joint-declaration-security-2008-10-22")
    assert values(rows, "declaration", "signed", "predecessors") == [
        ("joint-declaration-security-2008-10-22", "2008-10-22", []),
        (
            "joint-declaration-security-2025-08-29",
            "2025-08-29",
            ["joint-declaration-security-2008-10-22"],
        ),
    ]


def test_the_tax_agreement_of_1960_was_in_force_until_the_convention_of_1989(ask: Ask) -> None:
    """Read in Article 28 of the convention, entry into force.

    https://www.taxtmi.com/acts?id=4957
    """

    def in_force(day: str) -> set[object]:
        rows = ask("documents", inForceOn=day, domain="finance")
        return {row["document"] for row in rows if str(row["document"]).startswith("double-tax")}

    assert "double-taxation-agreement-1960-01-05" in in_force("1989-12-28")
    assert in_force("1989-12-29") == {"double-taxation-convention-1989-03-07"}


def test_the_ministrys_page_about_the_ninth_dialogue_is_told_with_title_and_day(ask: Ask) -> None:
    """The page has this title, and the date 29 March of the year Heisei 30.

    https://www.mofa.go.jp/mofaj/s_sa/sw/in/page4_003884.html
    """
    rows = ask("sources-of-facts", thing="session:strategic-dialogue-9")
    url = "https://www.mofa.go.jp/mofaj/s_sa/sw/in/page4_003884.html"
    told = {(row["title"], row["publisher"], row["published"]) for row in rows if row["url"] == url}
    assert told == {
        ("第9回日印外相間戦略対話", "Ministry of Foreign Affairs of Japan", "2018-03-29")
    }
