"""A verdict remembered by content."""

import pytest

from india_japan_kg.dataset import load_dataset
from india_japan_kg.problem import BadData
from india_japan_kg.validation import validate, validate_remembered


def test_a_remembered_report_equals_the_first(tiny_dataset, tiny_house, tmp_path):
    first = validate_remembered(tiny_dataset, tiny_house / "shapes", tmp_path / "cache")
    again = validate_remembered(tiny_dataset, tiny_house / "shapes", tmp_path / "cache")

    assert again == first == validate(tiny_dataset, tiny_house / "shapes")


def test_a_remembered_report_is_not_made_again(tiny_dataset, tiny_house, tmp_path):
    validate_remembered(tiny_dataset, tiny_house / "shapes", tmp_path / "cache")
    (remembered,) = (tmp_path / "cache").iterdir()
    text = remembered.read_text(encoding="utf-8").replace("Who chaired?", "Read from the cache.")
    remembered.write_text(text, encoding="utf-8")

    again = validate_remembered(tiny_dataset, tiny_house / "shapes", tmp_path / "cache")

    assert again.results[-1].message() == "Read from the cache."


def test_changed_data_are_judged_again(tiny_dataset, tiny_house, tmp_path):
    validate_remembered(tiny_dataset, tiny_house / "shapes", tmp_path / "cache")
    data = tiny_house / "data/sessions.ttl"
    data.write_text(data.read_text(encoding="utf-8").replace("ordinal 1 .\n\n", "ordinal 2 .\n\n"))

    report = validate_remembered(
        load_dataset(tiny_house), tiny_house / "shapes", tmp_path / "cache"
    )

    assert report.conforms


def test_changed_shapes_judge_again(tiny_dataset, with_shape, tiny_house, tmp_path):
    validate_remembered(tiny_dataset, tiny_house / "shapes", tmp_path / "cache")

    folder = with_shape("shapes:Unique sh:deactivated true .")

    assert validate_remembered(tiny_dataset, folder, tmp_path / "cache").conforms


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"results": 1}'])
def test_a_corrupt_memory_is_ignored_and_replaced(content, tiny_dataset, tiny_house, tmp_path):
    first = validate_remembered(tiny_dataset, tiny_house / "shapes", tmp_path / "cache")
    (remembered,) = (tmp_path / "cache").iterdir()
    remembered.write_bytes(content)

    assert validate_remembered(tiny_dataset, tiny_house / "shapes", tmp_path / "cache") == first
    assert remembered.read_bytes() != content


def test_a_cache_that_cannot_be_written_does_not_matter(tiny_dataset, tiny_house, tmp_path):
    occupied = tmp_path / "cache"
    occupied.write_text("a file, not a folder")

    report = validate_remembered(tiny_dataset, tiny_house / "shapes", occupied)

    assert not report.conforms


def test_shapes_that_cannot_be_read_are_never_remembered(tiny_dataset, with_shape, tmp_path):
    folder = with_shape("shapes:Broken a .")

    with pytest.raises(BadData):
        validate_remembered(tiny_dataset, folder, tmp_path / "cache")

    assert not (tmp_path / "cache").exists()
