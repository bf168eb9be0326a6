"""Dataset + shapes -> report: which rule is broken where, and what to do about it."""

from india_japan_kg.validation.judging import load_judged
from india_japan_kg.validation.remembered import validate_remembered
from india_japan_kg.validation.report import Report, Result, Severity
from india_japan_kg.validation.report_html import to_html
from india_japan_kg.validation.report_json import to_json
from india_japan_kg.validation.report_text import to_text
from india_japan_kg.validation.report_turtle import to_turtle
from india_japan_kg.validation.validating import validate

__all__ = [
    "Report",
    "Result",
    "Severity",
    "load_judged",
    "to_html",
    "to_json",
    "to_text",
    "to_turtle",
    "validate",
    "validate_remembered",
]
