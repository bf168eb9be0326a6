"""The manual tells everything that a question may have and every file; what it shows happens."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from india_japan_kg.catalogue import VIEWS, ColumnType
from india_japan_kg.catalogue.methods import METHODS
from india_japan_kg.export import FORMATS
from india_japan_kg.export.wishes import wishes

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def examples() -> Iterator[tuple[str, str]]:
    """Yield each command of the manual and what it prints there."""
    for name in ("questions", "exports"):
        path = Path(__file__).parents[2] / "docs" / f"{name}.md"
        for block in BLOCK.findall(path.read_text(encoding="utf-8")):
            for shown in re.split(r"^\$ ", block, flags=re.M)[1:]:
                command, _, output = shown.partition("\n")
                yield command, output


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which all examples run, one after the other."""
    return tmp_path_factory.mktemp("here")


@pytest.mark.parametrize(("command", "output"), [*examples()])
def test_the_example_gives_the_output_shown(
    server: str, here: Path, command: str, output: str
) -> None:
    ran = subprocess.run(
        ["bash", "-c", command.replace("http://127.0.0.1:8000", server)],
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
        cwd=here,
    )
    assert ran.stdout.replace("\r", "") == output


def test_every_type_of_column_view_and_engine_is_described(house: Path) -> None:
    text = (house / "docs" / "questions.md").read_text(encoding="utf-8")
    for name in (*ColumnType, *METHODS):
        assert f"`{name}`" in text
    for view in VIEWS:
        assert view in text
    for method in METHODS.values():
        assert "`" + " ".join(f"?{name}" for name in method.reads) + "`" in text


def test_every_format_and_every_way_to_cut_is_described(house: Path) -> None:
    text = (house / "docs" / "exports.md").read_text(encoding="utf-8")
    for suffix in FORMATS:
        assert f".{suffix}`" in text
    for name in wishes((), ()):
        assert f"`{name}" in text
    for path in (house / "queries" / "profiles").glob("*.rq"):
        assert f"profile={path.name.removesuffix('.rq')}`" in text
