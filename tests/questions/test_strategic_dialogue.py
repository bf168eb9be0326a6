"""Answers about the Foreign Ministers' Strategic Dialogue, as the published records tell them.

Days, cities and chairs were read on the pages of the two foreign ministries about each session and,
for the eighteenth, in the reports of The Indian Express, ANI and The Yomiuri Shimbun.
"""

from collections.abc import Callable

import pytest

Ask = Callable[..., list[dict[str, object]]]

SESSIONS = [
    (1, "2007-03-22", "tokyo", "mukherjee-pranab", "aso-taro"),
    (2, "2008-08-05", "new-delhi", "mukherjee-pranab", "komura-masahiko"),
    (3, "2009-07-03", "tokyo", "krishna-sm", "nakasone-hirofumi"),
    (4, "2010-08-21", "new-delhi", "krishna-sm", "okada-katsuya"),
    (5, "2011-10-29", "tokyo", "krishna-sm", "gemba-koichiro"),
    (6, "2012-04-30", "new-delhi", "krishna-sm", "gemba-koichiro"),
    (7, "2013-03-26", "tokyo", "khurshid-salman", "kishida-fumio"),
    (8, "2015-01-17", "new-delhi", "swaraj-sushma", "kishida-fumio"),
    (9, "2018-03-29", "tokyo", "swaraj-sushma", "kono-taro"),
    (10, "2019-01-07", "new-delhi", "swaraj-sushma", "kono-taro"),
    (11, "2019-06-29", "osaka", "jaishankar-s", "kono-taro"),
    (12, "2019-11-30", "new-delhi", "jaishankar-s", "motegi-toshimitsu"),
    (13, "2020-10-07", "tokyo", "jaishankar-s", "motegi-toshimitsu"),
    (14, "2022-09-08", "tokyo", "jaishankar-s", "hayashi-yoshimasa"),
    (15, "2023-07-27", "new-delhi", "jaishankar-s", "hayashi-yoshimasa"),
    (16, "2024-03-07", "tokyo", "jaishankar-s", "kamikawa-yoko"),
    (17, "2024-08-20", "new-delhi", "jaishankar-s", "kamikawa-yoko"),
    (18, "2026-01-16", "new-delhi", "jaishankar-s", "motegi-toshimitsu"),
]
INDIAN_POST = "in-minister-of-external-affairs"
JAPANESE_POST = "jp-minister-for-foreign-affairs"


def test_who_sat_across_from_whom_in_which_post_at_every_session(ask: Ask) -> None:
    rows = ask("across-the-table", dialogue="strategic-dialogue")
    keys = ("ordinal", "start", "place", "indianChair", "japaneseChair")
    assert [tuple(row[key] for key in keys) for row in rows] == SESSIONS
    assert {(row["indianPost"], row["japanesePost"]) for row in rows} == {
        (INDIAN_POST, JAPANESE_POST)
    }
    assert all(row["sources"] for row in rows)


def test_the_sessions_of_the_dialogue_name_both_chairs_in_their_posts(ask: Ask) -> None:
    rows = ask("sessions-of-dialogue", dialogue="strategic-dialogue", role="chair")
    found = {(row["ordinal"], row["person"], row["post"]) for row in rows}
    assert found == {
        (ordinal, person, post)
        for ordinal, _, _, indian, japanese in SESSIONS
        for person, post in ((indian, INDIAN_POST), (japanese, JAPANESE_POST))
    }


@pytest.mark.parametrize(
    ("chair", "counterpart", "told"),
    [
        ("jaishankar-s", "motegi-toshimitsu", (3, "2019-11-30", "2026-01-16")),
        ("swaraj-sushma", "kono-taro", (2, "2018-03-29", "2019-01-07")),
        ("mukherjee-pranab", "aso-taro", (1, "2007-03-22", "2007-03-22")),
    ],
)
def test_counterparts_are_counted_over_the_sessions_they_chaired(
    ask: Ask, chair: str, counterpart: str, told: tuple[int, str, str]
) -> None:
    rows = ask("counterparts", dialogue="strategic-dialogue", person=chair)
    (row,) = [row for row in rows if row["counterpart"] == counterpart]
    assert (row["sessions"], row["first"], row["last"]) == told
    assert (row["post"], row["counterpartPost"]) == (INDIAN_POST, JAPANESE_POST)


def decision(rows: list[dict[str, object]], created: str) -> dict[str, object]:
    (row,) = [row for row in rows if created in row["creates"]]  # type: ignore[operator]
    return row


def test_the_eighteenth_launches_an_ai_dialogue(ask: Ask) -> None:
    rows = ask("decisions", at="strategic-dialogue-18", on="2026-03-01")
    assert decision(rows, "ai-dialogue")["act"] == "ij:launches"


def test_the_eighteenth_convenes_a_group_on_critical_minerals_in_early_2026(ask: Ask) -> None:
    row = decision(ask("decisions", at="strategic-dialogue-18"), "jwg-critical-minerals")
    assert row["act"] == "ij:convenes"
    assert (row["dueNotBefore"], row["dueNotAfter"]) == ("2026-01-01", "2026-04-30")
    assert row["sources"]


def test_the_eighteenth_convenes_a_dialogue_of_private_business(ask: Ask) -> None:
    rows = ask("decisions", at="strategic-dialogue-18")
    assert decision(rows, "private-sector-economic-security-dialogue")["act"] == "ij:convenes"


def economic_security_round(ask: Ask, on: str) -> dict[str, object]:
    rows = ask("promises", dialogue="strategic-dialogue", on=on, domain="economic-security")
    (row,) = [row for row in rows if "second round" in str(row["statement"])]
    return row


def test_the_second_economic_security_dialogue_is_due_in_the_first_half_of_2026(ask: Ask) -> None:
    row = economic_security_round(ask, "2026-02-01")
    assert (row["dueNotBefore"], row["dueNotAfter"]) == ("2026-01-01", "2026-06-30")
    assert (row["date"], row["decidedAt"]) == ("2026-01-16", "strategic-dialogue-18")


def test_a_promise_is_open_on_the_last_day_of_its_term(ask: Ask) -> None:
    row = decision(
        ask("decisions", at="strategic-dialogue-18", on="2026-04-30"), "jwg-critical-minerals"
    )
    assert row["state"] == "open"


def test_a_promise_made_later_is_not_told(ask: Ask) -> None:
    rows = ask("promises", on="2026-01-15")
    assert "strategic-dialogue-18" not in {row["decidedAt"] for row in rows}


@pytest.mark.parametrize(
    ("on", "post", "person"),
    [
        ("2026-01-16", JAPANESE_POST, "motegi-toshimitsu"),
        ("2018-03-29", JAPANESE_POST, "kono-taro"),
        ("2018-03-29", INDIAN_POST, "swaraj-sushma"),
        ("2019-11-30", INDIAN_POST, "jaishankar-s"),
    ],
)
def test_who_held_a_post_on_a_day(ask: Ask, on: str, post: str, person: str) -> None:
    assert [row["person"] for row in ask("holders-on", on=on, post=post)] == [person]


def test_ministers_can_be_found_by_a_part_of_their_japanese_name(ask: Ask) -> None:
    assert {row["minister"] for row in ask("ministers", name="茂木")} == {"motegi-toshimitsu"}


def test_the_succession_of_japans_foreign_ministers_is_in_order(ask: Ask) -> None:
    people = [row["person"] for row in ask("succession", post=JAPANESE_POST)]
    chairs = list(dict.fromkeys(row[4] for row in SESSIONS))
    assert [person for person in dict.fromkeys(people) if person in chairs] == chairs
    assert people.count("motegi-toshimitsu") == 2


def test_the_ai_dialogue_descends_from_the_strategic_dialogue(ask: Ask) -> None:
    (row,) = [row for row in ask("genealogy") if row["created"] == "ai-dialogue"]
    assert (row["origin"], row["event"], row["date"]) == (
        "strategic-dialogue",
        "strategic-dialogue-18",
        "2026-01-16",
    )


def test_what_the_strategic_dialogue_led_to_holds_the_new_groups(ask: Ask) -> None:
    things = {row["thing"] for row in ask("led-to", dialogue="strategic-dialogue")}
    assert {"ai-dialogue", "jwg-critical-minerals"} <= things


def test_outcomes_on_a_broad_domain_hold_those_on_narrower_ones(ask: Ask) -> None:
    narrow = {row["outcome"] for row in ask("outcomes", domain="critical-minerals")}
    assert narrow
    assert narrow <= {row["outcome"] for row in ask("outcomes", domain="economy")}


def test_the_remarks_of_jaishankar_at_the_eighteenth_are_told_with_his_post(ask: Ask) -> None:
    rows = ask("remarks", speaker="jaishankar-s", from_="2026-01-16", to="2026-01-16")
    assert rows
    assert {row["post"] for row in rows} == {INDIAN_POST}


def test_the_timeline_of_january_2026_holds_session_and_visit(ask: Ask) -> None:
    rows = ask("timeline", from_="2026-01-15", to="2026-01-17")
    what = {(row["what"], row["date"]) for row in rows}
    assert {("ij:Session", "2026-01-16"), ("ij:Visit", "2026-01-15")} <= what


def test_a_domain_history_tells_the_sessions_about_it_in_order(ask: Ask) -> None:
    rows = ask("domain-history", domain="maritime-security")
    sessions = [row["thing"] for row in rows if row["what"] == "ij:Session"]
    told = [thing for thing in sessions if str(thing).startswith("strategic-dialogue-")]
    assert told[:3] == ["strategic-dialogue-3", "strategic-dialogue-5", "strategic-dialogue-6"]


def test_the_sources_of_a_session_are_told_with_publisher_and_address(ask: Ask) -> None:
    rows = ask("sources-of-facts", thing="session:strategic-dialogue-9")
    own = [row for row in rows if row["fact"] == "strategic-dialogue-9"]
    assert own
    assert all(row["publisher"] and row["title"] for row in own)


def test_places_of_the_dialogue_are_counted(ask: Ask) -> None:
    rows = ask("session-places", dialogue="strategic-dialogue")
    assert {row["place"]: row["sessions"] for row in rows} == {
        "new-delhi": 9,
        "tokyo": 8,
        "osaka": 1,
    }


def test_a_person_takes_part_as_often_as_the_sessions_say(ask: Ask) -> None:
    rows = ask("frequent-participants", dialogue="strategic-dialogue")
    assert {row["person"]: row["chaired"] for row in rows}["jaishankar-s"] == 8
