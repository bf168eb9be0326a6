"""What the README and the manual show is what happens."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
BLOCK = re.compile(r"^```console\n\$ (?P<command>.*?)\n(?P<output>.*?)^```$", re.M | re.S)


def examples(file: str) -> list[tuple[str, str]]:
    text = (HOUSE / file).read_text(encoding="utf-8")
    return [(found["command"], found["output"]) for found in BLOCK.finditer(text)]


@pytest.mark.parametrize(
    ("command", "output"), [*examples("README.md"), *examples("docs/first-steps.md")]
)
def test_the_example_gives_the_output_shown(
    server: str, tmp_path: Path, command: str, output: str
) -> None:
    commands = Path(sys.executable).parent
    ran = subprocess.run(
        ["bash", "-c", command.replace("http://127.0.0.1:8000", server)],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{commands}:{os.environ['PATH']}"},
    )
    assert ran.stdout.replace("\r", "") == output


def test_the_readme_has_five_things_to_try() -> None:
    assert len(examples("README.md")) == 5


def test_each_first_step_is_shown_by_rest_and_on_the_command_line() -> None:
    text = (HOUSE / "docs" / "first-steps.md").read_text(encoding="utf-8")
    steps = re.split(r"^## \d\. ", text, flags=re.M)[1:]
    assert len(steps) == 5
    for step in steps:
        commands = [found["command"] for found in BLOCK.finditer(step)]
        assert any(command.startswith("curl ") for command in commands)
        assert any(command.startswith("ijkg ") for command in commands)


@pytest.mark.parametrize("file", ["README.md", "docs/first-steps.md"])
def test_every_link_leads_to_a_file(file: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (HOUSE / file).read_text(encoding="utf-8"))
    assert links
    for link in links:
        assert (HOUSE / file).parent.joinpath(link).exists(), link
