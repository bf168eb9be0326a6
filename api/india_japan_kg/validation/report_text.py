"""A report as lines for a terminal: file:line first, so that an editor can jump there."""

from collections.abc import Iterator

from india_japan_kg.validation.report import Report, Result, Severity, readable


def to_text(report: Report, language: str = "en", infos: bool = False) -> str:
    """Return `report` as text, messages in `language` where they have it.

    Infos are only counted, unless `infos` is set: they are wishes, and many.
    """
    return "\n".join([*_lines(report, language, infos), _summary(report), ""])


def _lines(report: Report, language: str, infos: bool) -> Iterator[str]:
    for result in report.results:
        if infos or result.severity is not Severity.INFO:
            yield _line(result, language)


def _line(result: Result, language: str) -> str:
    place = f"{result.location}: " if result.location else ""
    focus = readable(result.focus_node)
    path = f" {result.path.sparql()}" if result.path else ""
    rule = readable(result.shape).rpartition("#")[2]
    message = result.message(language)
    return f"{place}{result.severity.value}: {focus}{path}: {message} [{rule}]"


def _summary(report: Report) -> str:
    counted = ", ".join(
        f"{number} {severity.value if number == 1 else _PLURAL[severity]}".lower()
        for severity, number in report.counts.items()
    )
    verdict = "The dataset conforms" if report.conforms else "The dataset does not conform"
    return f"{verdict}: {counted}."


_PLURAL = {
    Severity.VIOLATION: "Violations",
    Severity.WARNING: "Warnings",
    Severity.INFO: "Infos",
}
