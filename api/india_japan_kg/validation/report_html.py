"""A report as one plain HTML page that needs nothing else."""

from html import escape

from india_japan_kg.validation.report import Report, Result, readable

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:start;vertical-align:top}"
    "code{overflow-wrap:anywhere}"
)


def to_html(report: Report, language: str = "en") -> str:
    """Return `report` as an HTML page, messages in `language` where they have it."""
    verdict = "The dataset conforms" if report.conforms else "The dataset does not conform"
    counted = "".join(
        f"<li>{severity.value}: {number}</li>" for severity, number in report.counts.items()
    )
    rows = "".join(_row(result, language) for result in report.results)
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("Severity", "Place", "Node", "Value", "Rule", "What to do")
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{verdict}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{verdict}</h1><ul>{counted}</ul>{table}</body></html>\n"
    )


def _row(result: Result, language: str) -> str:
    focus = readable(result.focus_node) + (f" {result.path.sparql()}" if result.path else "")
    cells = (
        escape(result.severity.value),
        escape(str(result.location or "")),
        f"<code>{escape(focus)}</code>",
        "" if result.value is None else f"<code>{escape(readable(result.value))}</code>",
        escape(readable(result.shape).rpartition("#")[2]),
        f'<span lang="{language}">{escape(result.message(language))}</span>',
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
