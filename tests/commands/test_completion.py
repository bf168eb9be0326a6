"""The shell completes `ijkg ask` by the catalogue and by the graph."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Complete = Callable[..., list[str]]


@pytest.fixture
def complete(
    run_ijkg: Callable[..., CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> Complete:
    """Ask what completes the last of the words, as bash does when the user presses Tab."""

    def complete(*words: str) -> list[str]:
        monkeypatch.setenv("_IJKG_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(["ijkg", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        told = run_ijkg()
        assert told.stderr == ""
        return [line.removeprefix("plain,") for line in told.stdout.split()]

    return complete


def test_the_script_for_the_shell_is_there(
    run_ijkg: Callable[..., CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for shell in ("bash", "zsh", "fish"):
        monkeypatch.setenv("_IJKG_COMPLETE", f"{shell}_source")
        assert f"_IJKG_COMPLETE={shell}_complete" in run_ijkg().stdout


def test_commands_are_completed(complete: Complete) -> None:
    assert complete("as") == ["ask"]


def test_names_of_questions_are_completed(complete: Complete, house: Path) -> None:
    assert complete("ask", "gene") == ["genealogy", "genealogy-graph"]
    assert complete("ask", "") == sorted(path.stem for path in (house / "queries").glob("*.rq"))


def test_parameters_of_the_question_are_completed_beside_the_options(complete: Complete) -> None:
    assert complete("ask", "across-the-table", "--d") == ["--dialogue"]
    offered = complete("ask", "across-the-table", "--dialogue", "strategic-dialogue", "--")
    assert {"--from", "--to", "--sort", "--format"} <= set(offered)
    assert "--dialogue" not in offered


@pytest.mark.parametrize("written", [["--dialogue", "="], ["--dialogue"]])
def test_values_are_the_things_of_the_kind(complete: Complete, written: list[str]) -> None:
    assert complete("ask", "across-the-table", *written, "strategic-dialogue-") == [
        "strategic-dialogue-economic-issues"
    ]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["dialogues", "--level", "vice"], ["vice-ministers"]),
        (["across-the-table", "--from", ""], ["today"]),
        (["across-the-table", "--format", "par"], ["parquet"]),
        (["across-the-table", "--fields", "session,st"], ["session,start"]),
        (["across-the-table", "--sort", "ord"], ["ordinal"]),
        (["across-the-table", "strategic"], []),
        (["no-such-question", "--dialogue", "st"], []),
    ],
)
def test_values_fit_what_stands_before(
    complete: Complete, words: list[str], offered: list[str]
) -> None:
    assert complete("ask", *words) == offered


def test_a_value_may_stand_after_its_name_as_a_word(
    run_ijkg: Callable[..., CompletedProcess[str]],
) -> None:
    arguments = ["--fields=ordinal", "--format=csv", "--limit=1"]
    joined = run_ijkg("ask", "across-the-table", "--dialogue=strategic-dialogue", *arguments)
    apart = run_ijkg("ask", "across-the-table", "--dialogue", "strategic-dialogue", *arguments)
    assert apart.stdout == joined.stdout != ""
    without = run_ijkg("ask", "across-the-table", "--dialogue")
    assert (without.returncode, "--name=value" in without.stderr) == (2, True)
