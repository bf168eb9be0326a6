"""Reading data that may be shown to the world: those that conform to their shapes."""

import logging
from pathlib import Path
from typing import Final

from india_japan_kg.dataset import Dataset, load_dataset
from india_japan_kg.problem import InvalidData
from india_japan_kg.validation.remembered import validate_remembered
from india_japan_kg.validation.report import Severity
from india_japan_kg.validation.report_text import to_text

log = logging.getLogger(__name__)

LINES_TOLD: Final = 20


def load_judged(house: Path, cache: Path, *, allow_violations: bool) -> Dataset:
    """Return the dataset of `house`; its verdict is remembered in `cache`.

    Raises:
        BadData: a file of the house cannot be read.
        InvalidData: the data violate their shapes, and `allow_violations` is not set.

    """
    dataset = load_dataset(house)
    report = validate_remembered(dataset, house / "shapes", cache)
    if report.conforms:
        return dataset
    violations = report.of(Severity.VIOLATION)
    if not allow_violations:
        first = "\n".join(to_text(report).splitlines()[:LINES_TOLD])
        raise InvalidData(
            f"the data violate their shapes {len(violations)} times:\n{first}\n",
            "Mend them, or go on all the same with --allow-violations.",
        )
    log.warning("the data violate their shapes", extra={"violations": len(violations)})
    return dataset
