"""Answers from the whole record, as read on the pages that the facts cite.

Each fact below was read on a page of a ministry, of the database The World and Japan, or of the
press, when the sample of docs/data-sample.md was taken back to its sources.
"""

from collections.abc import Callable

Ask = Callable[..., list[dict[str, object]]]


def values(rows: list[dict[str, object]], *columns: str) -> set[tuple[object, ...]]:
    return {tuple(row[column] for column in columns) for row in rows}


def test_the_tax_agreement_of_1960_was_signed_by_nasu_and_gopala_reddi(ask: Ask) -> None:
    rows = ask("signatories", document="double-taxation-agreement-1960-01-05")
    assert values(rows, "person", "post", "signed") == {
        ("nasu-shiroshi", "jp-ambassador-in", "1960-01-05"),
        ("gopala-reddi-b", "in-revenue-minister", "1960-01-05"),
    }


def test_the_chief_minister_of_bihar_was_in_japan_for_four_days(ask: Ask) -> None:
    rows = ask("visits", person="kumar-nitish")
    assert values(rows, "country", "start", "end") == {("japan", "2018-02-19", "2018-02-22")}


def test_the_loan_for_drip_irrigation_is_as_the_exchange_of_notes_has_it(ask: Ask) -> None:
    (row,) = [
        row
        for row in ask("projects", funder="jica")
        if row["project"] == "jharkhand-drip-irrigation"
    ]
    assert (float(str(row["value"])), row["currency"]) == (4652.0, "JPY")


def test_the_two_science_agencies_had_supported_250_projects_by_2016(ask: Ask) -> None:
    (row,) = [
        row
        for row in ask("indicators", measure="Joint projects DST")
        if row["indicator"] == "joint-projects-dst-jsps-2016"
    ]
    assert float(str(row["value"])) == 250


def test_india_pledged_forty_million_doses_at_the_cancer_moonshot(ask: Ask) -> None:
    rows = [row for row in ask("targets", domain="health") if row["date"] == "2024-09-21"]
    assert (40_000_000.0, "doses") in {(float(str(row["value"])), row["unit"]) for row in rows}


def test_koizumi_and_singh_met_at_the_summit_of_april_2005(ask: Ask) -> None:
    (row,) = ask("summits", dialogue="annual-summit", from_="2005-01-01", to="2005-12-31")
    assert (row["start"], row["place"]) == ("2005-04-29", "new-delhi")
    assert set(row["chairs"]) == {"koizumi-junichiro", "singh-manmohan"}  # type: ignore[call-overload]


def test_malabar_has_been_counted_without_a_gap_since_the_twenty_first(ask: Ask) -> None:
    rows = ask("sessions", dialogue="malabar", from_="2017-01-01", to="2025-12-31")
    assert [row["ordinal"] for row in rows] == list(range(29, 20, -1))


def test_the_declaration_on_the_partnership_agreement_is_of_october_2010(ask: Ask) -> None:
    rows = ask("documents", kind="joint-declaration", domain="trade-investment")
    signed = dict(values(rows, "document", "signed"))
    assert signed["joint-declaration-cepa-2010-10-25"] == "2010-10-25"


def test_kono_and_singh_sat_across_the_table_in_november_2019(ask: Ask) -> None:
    day = "2019-11-30"
    (row,) = ask("across-the-table", dialogue="defence-ministerial-meeting", from_=day, to=day)
    assert (row["indianChair"], row["japaneseChair"]) == ("singh-rajnath", "kono-taro")
    assert row["place"] == "new-delhi"


def test_the_career_of_nakatani_tells_both_his_terms_at_defence(ask: Ask) -> None:
    dates = values(ask("minister", person="nakatani-gen"), "date", "thing")
    assert ("2016-07-14", "defence-ministerial-meeting-2016-07-14") in dates
    assert ("2025-05-05", "defence-ministerial-meeting-2025-05-05") in dates


def test_the_fourth_vice_ministerial_talks_had_four_heads(ask: Ask) -> None:
    rows = ask("sessions-of-dialogue", dialogue="two-plus-two-vice-ministers", role="chair")
    fourth = {row["person"] for row in rows if row["ordinal"] == 4}
    assert fourth == {"kumar-g-mohan", "jaishankar-s", "akiba-takeo", "manabe-ro"}


def test_the_ministers_of_july_2016_condemned_the_attack_in_bangladesh(ask: Ask) -> None:
    rows = ask("decisions", at="defence-ministerial-meeting-2016-07-14")
    (row,) = [row for row in rows if "Bangladesh" in str(row["statement"])]
    assert row["act"] == "ij:condemns"


def test_the_defence_minister_of_july_2016_was_parrikar(ask: Ask) -> None:
    (row,) = ask("holders-on", on="2016-07-14", post="in-defence-minister")
    assert row["person"] == "parrikar-manohar"


def test_modi_said_that_the_quad_acts_for_people(ask: Ask) -> None:
    rows = ask("remarks", speaker="modi-narendra", from_="2024-09-21", to="2024-09-21")
    assert any("for people" in str(row["paraphrase"]) for row in rows)
