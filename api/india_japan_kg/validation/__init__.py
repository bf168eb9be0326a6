"""Dataset + shapes -> report: which rule is broken where, and what to do about it."""

from india_japan_kg.validation.report import Report, Result, Severity
from india_japan_kg.validation.validating import validate

__all__ = ["Report", "Result", "Severity", "validate"]
