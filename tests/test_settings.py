"""Settings come from the environment, are bounded, and are all documented."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from india_japan_kg.problem import BadSetting
from india_japan_kg.settings import Settings, read_settings

Run = Callable[..., "CompletedProcess[str]"]


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IJKG_QUERY_TIMEOUT", "2.5")
    assert read_settings().query_timeout == 2.5


def test_options_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IJKG_PORT", "8001")
    assert read_settings(port=8002).port == 8002
    assert read_settings(port=None).port == 8001


def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IJKG_PORT", "eighty")
    with pytest.raises(BadSetting, match=r"IJKG_PORT is 'eighty'"):
        read_settings()


def test_a_wrong_value_ends_a_command_with_one_line(run_ijkg: Run) -> None:
    ended = run_ijkg("serve", query_timeout=-1)
    assert ended.returncode == 2
    assert ended.stderr.startswith("ijkg: IJKG_QUERY_TIMEOUT is '-1'")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("processors", "workers", "given", "ready"),
    [(2, 1, 0, 2), (2, 2, 0, 1), (8, 2, 0, 4), (2, 4, 0, 1), (200, 1, 0, 64), (8, 2, 3, 3)],
)
def test_server_processes_share_the_processors_for_their_query_processes(
    monkeypatch: pytest.MonkeyPatch, processors: int, workers: int, given: int, ready: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)))
    settings = read_settings(workers=workers, query_processes=given)
    assert settings.ready_query_processes == ready


def test_every_setting_is_documented_with_its_words(house: Path) -> None:
    rows = re.findall(
        r"^\| `(IJKG_\w+)` \| .*? \| (.*) \|$", (house / "docs/settings.md").read_text(), re.M
    )
    documented = dict(rows)
    assert documented.keys() == {f"IJKG_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        told = documented[f"IJKG_{name.upper()}"]
        assert field.description is not None
        assert told.startswith(field.description.rstrip(".")), name
