"""Server-rendered pages: templates, styles, scripts."""

from india_japan_kg.pages.rendering import STATIC, Pages

__all__ = ["STATIC", "Pages"]
