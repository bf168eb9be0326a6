"""What the README shows is what happens."""

import doctest
import re
import subprocess
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```console\n\$ (?P<command>.*?)\n(?P<output>.*?)^```$", re.M | re.S)


def examples() -> list[tuple[str, str]]:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    return [(found["command"], found["output"]) for found in BLOCK.finditer(text)]


def test_there_are_five_things_to_try() -> None:
    assert len(examples()) == 5


@pytest.mark.parametrize(("command", "output"), examples())
def test_the_example_gives_the_output_shown(
    server: str, tmp_path: Path, command: str, output: str
) -> None:
    here = command.replace("http://127.0.0.1:8000", server)
    ran = subprocess.run(
        ["bash", "-c", here], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert ran.stdout.replace("\r", "") == output


def test_the_python_example_gives_the_output_shown(house: Path) -> None:
    text = (house / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", text, re.S)
    assert block is not None
    example = doctest.DocTestParser().get_doctest(block[1], {}, "README", "README.md", 0)
    assert len(example.examples) == 5
    assert doctest.DocTestRunner().run(example).failed == 0


def test_every_link_leads_to_a_file(house: Path) -> None:
    text = (house / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert links
    for link in links:
        assert (house / link).exists(), link


def test_the_example_of_a_fact_is_in_the_data(house: Path) -> None:
    text = (house / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```turtle\n(.*?)```", text, re.S)
    assert block is not None
    subject, *lines = block[1].splitlines()
    texts = (path.read_text(encoding="utf-8") for path in (house / "data/tenures").rglob("*.ttl"))
    told = next(text for text in texts if f"\n{subject}\n" in text)
    told = told[told.index(f"\n{subject}\n") :].partition("\n\n")[0]
    for line in lines[:4]:
        assert line.strip().rstrip(" ;.") in told
