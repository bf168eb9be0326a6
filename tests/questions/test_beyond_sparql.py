"""Questions that need more than SPARQL: ways, networks, and names as they are remembered."""

from collections.abc import Callable

import pytest

from india_japan_kg.problem import BadParameter

Ask = Callable[..., list[dict[str, object]]]


def test_two_foreign_ministers_are_joined_by_their_post(ask: Ask) -> None:
    way = ask("shortest-path", one="aso-taro", other="motegi-toshimitsu")
    assert [row["step"] for row in way] == [1, 2]
    assert {row["from"] for row in way} == {"aso-taro", "motegi-toshimitsu"}
    assert way[0]["reached"] == "jp-minister-for-foreign-affairs"
    assert way[1]["reached"] == "motegi-toshimitsu"


def test_a_way_is_as_long_in_the_other_direction(ask: Ask) -> None:
    ends = ("dialogue:ai-dialogue", "abe-shinzo")
    there = ask("shortest-path", one=ends[0], other=ends[1])
    back = ask("shortest-path", one=ends[1], other=ends[0])
    assert len(there) == len(back) > 1


def test_each_step_of_a_way_begins_where_the_last_one_ended(ask: Ask) -> None:
    at = "ai-dialogue"
    for row in ask("shortest-path", one="dialogue:ai-dialogue", other="abe-shinzo"):
        assert at in (row["from"], row["to"])
        assert row["reached"] in (row["from"], row["to"])
        at = str(row["reached"])
    assert at == "abe-shinzo"


def test_a_thing_is_no_step_away_from_itself(ask: Ask) -> None:
    assert ask("shortest-path", one="aso-taro", other="aso-taro") == []


def test_the_network_grows_with_its_depth_and_keeps_what_is_nearer(ask: Ask) -> None:
    near, far = (ask("network-around", thing="ai-dialogue", depth=depth) for depth in "12")
    assert all("ai-dialogue" in (row["from"], row["to"]) for row in near)
    assert far[: len(near)] == near
    assert {row["distance"] for row in far} == {1, 2}


def test_the_ai_dialogue_hangs_together_with_the_session_that_created_it(ask: Ask) -> None:
    rows = ask("network-around", thing="ai-dialogue", depth="2")
    assert "strategic-dialogue-18" in {row["to"] for row in rows}


def test_a_network_four_steps_deep_is_refused(ask: Ask) -> None:
    with pytest.raises(BadParameter, match="more than 3"):
        ask("network-around", thing="ai-dialogue", depth="4")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Toshimitsu Motegi", "motegi-toshimitsu"),
        ("motegi tosimitu", "motegi-toshimitsu"),
        ("茂木敏光", "motegi-toshimitsu"),
        ("मोटेगी", "motegi-toshimitsu"),
        ("Jaishankr", "jaishankar-s"),
        ("जयशंकर", "jaishankar-s"),
        ("nirmala sitaraman", "sitharaman-nirmala"),
        ("Tōkyō", "tokyo"),
        ("安倍 晋三", "abe-shinzo"),
        ("ＡＢＥ　Ｓｈｉｎｚｏ", "abe-shinzo"),
    ],
)
def test_a_name_is_found_as_it_is_remembered(ask: Ask, written: str, meant: str) -> None:
    assert meant in [row["thing"] for row in ask("search", name=written)][:3]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("strategic dialogue 9", "strategic-dialogue-9"),
        ("9th strategic dialogue", "strategic-dialogue-9"),
        ("Ninth Strategic Dialogue", "strategic-dialogue-9"),
        ("strategic dialogue 18", "strategic-dialogue-18"),
        ("foreign ministers strategic dialogue 1", "strategic-dialogue-1"),
        ("the ninth Strategic Dialogue of India and Japan", "strategic-dialogue-9"),
        ("srategic dialoge 9th", "strategic-dialogue-9"),
        ("戦略対話 第9回", "strategic-dialogue-9"),
        ("第九回 外相間戦略対話", "strategic-dialogue-9"),
        ("第十八回外相間戦略対話", "strategic-dialogue-18"),
        ("外相戦略対話 １８", "strategic-dialogue-18"),
        ("रणनीतिक संवाद 9", "strategic-dialogue-9"),
        ("नौवाँ रणनीतिक संवाद", "strategic-dialogue-9"),
        ("रणनीतिक संवाद ९", "strategic-dialogue-9"),
        ("तीसरी विदेश मंत्री रणनीतिक संवाद", "strategic-dialogue-3"),
    ],
)
def test_a_session_is_found_by_its_number_however_that_is_written(
    ask: Ask, written: str, meant: str
) -> None:
    assert ask("search", name=written)[0]["thing"] == meant


def test_names_with_all_the_words_come_before_those_written_alike(ask: Ask) -> None:
    assert ask("search", name="space india dialogue 2")[0]["found"] == (
        "2nd India-Japan Space Dialogue"
    )


def test_the_same_name_comes_before_those_that_contain_it(ask: Ask) -> None:
    found = ask("search", name="tokyo")
    assert (found[0]["thing"], found[0]["likeness"]) == ("tokyo", 100)
    assert [row["likeness"] for row in found] == sorted(
        (row["likeness"] for row in found), key=int, reverse=True
    )


def test_names_are_searched_in_one_language_alone(ask: Ask) -> None:
    assert {row["tag"] for row in ask("search", name="東京", language="ja")} == {"ja"}
    assert ask("search", name="東京", language="hi") == []


def test_what_nothing_is_called_is_not_found(ask: Ask) -> None:
    assert ask("search", name="xyzzyq wvut") == []
