"""The manual tells everything that a question may have and every file that is exported."""

from pathlib import Path

from india_japan_kg.catalogue import VIEWS, ColumnType
from india_japan_kg.catalogue.methods import METHODS
from india_japan_kg.export import FORMATS
from india_japan_kg.export.wishes import wishes


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
