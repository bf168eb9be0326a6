"""The page of a thing that very many mention: a bounded list, and where the others are."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import httpx

SESSIONS = 1_150
BROWSER = {"Accept": "text/html"}


def test_the_last_of_very_many_mentions_are_linked_in_json(
    start_server: Callable[..., str], small_house: Callable[..., Path]
) -> None:
    sessions = "\n".join(
        f'session:s-{number:04} a ij:Session ; rdfs:label "S"@en ; ij:ofDialogue dialogue:d .'
        for number in range(SESSIONS)
    )
    house = small_house(d=f'dialogue:d a ij:Dialogue ; rdfs:label "D"@en .\n{sessions}')
    address = start_server(house=house, allow_violations=True)
    with httpx.Client(base_url=address, timeout=60) as client:
        page = client.get("/dialogue/d?lang=ja", headers=BROWSER).text
        on_page = re.findall(r'href="/session/(s-\d+)\?lang=ja"', page)
        assert on_page == [f"s-{number:04}" for number in range(1_000)]
        assert "<summary>ほか1,050件</summary>" in page
        (address,) = re.findall(r'<a href="([^"]*)">ほか150件（JSON）</a>', page)
        answer = client.get(unescape(address))
        in_json = [thing["id"] for thing in answer.json()["mentionedBy"]["^ofDialogue"]]
        in_json += [
            thing["id"]
            for thing in client.get(answer.links["next"]["url"]).json()["mentionedBy"][
                "^ofDialogue"
            ]
        ]
    assert in_json == [f"s-{number:04}" for number in range(1_000, SESSIONS)]
