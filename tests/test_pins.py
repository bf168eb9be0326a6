"""`constraints.txt` installs the project on every Python that it runs on."""

import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Environment = dict[str, str]


def environment_of(python: str) -> Environment:
    told = {name: str(value) for name, value in default_environment().items()}
    return told | {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}


def pinned(house: Path, environment: Environment) -> dict[str, str]:
    """Return name -> version of what is installed in `environment`."""
    lines = (house / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if line[:1].isalnum()]
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins
        if pin.marker is None or pin.marker.evaluate(environment)
    }


def needed(house: Path, environment: Mapping[str, str]) -> set[str]:
    """Return what the project needs, and what that needs, as the installed packages tell it."""
    project = tomllib.loads((house / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    waiting = [(Requirement(text), frozenset(("",))) for text in direct]
    seen = set()
    while waiting:
        wanted, extras = waiting.pop()
        name, own_extras = canonicalize_name(wanted.name), frozenset(("", *wanted.extras))
        holds = wanted.marker is None or any(
            wanted.marker.evaluate({**environment, "extra": extra}) for extra in extras
        )
        if not holds or (name, own_extras) in seen:
            continue
        seen.add((name, own_extras))
        try:
            waiting += [(Requirement(text), own_extras) for text in requires(name) or ()]
        except PackageNotFoundError:
            continue  # another Python has it: what it needs itself cannot be told here
    return {name for name, _ in seen}


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_everything_that_is_needed_is_pinned(house: Path, python: str) -> None:
    environment = environment_of(python)
    assert needed(house, environment) <= pinned(house, environment).keys()


def test_what_one_python_lacks_is_pinned_for_it_alone(house: Path) -> None:
    packages = {python: pinned(house, environment_of(python)) for python in ("3.11", "3.13")}
    assert "legacy-cgi" in needed(house, environment_of("3.13"))
    assert "legacy-cgi" in packages["3.13"]
    assert "legacy-cgi" not in packages["3.11"]
    assert packages["3.11"].items() >= {
        (name, version) for name, version in packages["3.13"].items() if name != "legacy-cgi"
    }
