"""A verdict remembered by the content that was judged, so that a server need not judge it again."""

import hashlib
import json
import logging
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

from india_japan_kg.dataset import Dataset
from india_japan_kg.validation.report import Report
from india_japan_kg.validation.report_json import from_document, to_json
from india_japan_kg.validation.shape_files import shape_files, shapes_version
from india_japan_kg.validation.validating import validate

_LOG = logging.getLogger(__name__)


def validate_remembered(dataset: Dataset, shapes_dir: Path, cache: Path) -> Report:
    """Return the report of `dataset`, read from the folder `cache` if it was judged before.

    A report is remembered for the dataset's version, the shapes' content and the validator (this
    room's code, pyshacl, rdflib and pyoxigraph). A remembered report that cannot be read is made
    anew; a folder that cannot be written to is left alone.

    Raises:
        BadData: a shape cannot be read or asked; names file and line.

    """
    shapes = shapes_version(shape_files(shapes_dir))
    file = cache / f"validation-{dataset.version}-{shapes}-{_validator_version()}.json"
    report = _recall(file)
    if report and (report.dataset_version, report.shapes_version) == (dataset.version, shapes):
        return report
    report = validate(dataset, shapes_dir)
    _remember(file, report)
    return report


def _validator_version() -> str:
    digest = hashlib.sha256()
    for package in ("pyshacl", "rdflib", "pyoxigraph"):
        digest.update(f"{package} {version(package)}\n".encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]


def _recall(file: Path) -> Report | None:
    try:
        return from_document(json.loads(file.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _LOG.warning("the remembered report %s cannot be read: %s", file, error)
        return None


def _remember(file: Path, report: Report) -> None:
    """Write the whole file under another name first: a reader never sees half of it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as part:
            part.write(to_json(report))
        Path(name).replace(file)
    except OSError as error:
        _LOG.warning("the report cannot be remembered in %s: %s", file.parent, error)
