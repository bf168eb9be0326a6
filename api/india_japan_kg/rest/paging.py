"""Parts of long answers: which one is asked for, and where the others are (RFC 8288)."""

from urllib.parse import urlencode

from starlette.requests import Request

from india_japan_kg.problem import BadParameter

MAX_LIMIT = 10_000


def whole_number(request: Request, name: str, low: int, high: int | None) -> int | None:
    """Return the whole number that the parameter `name` gives, None if it is not given.

    Raises:
        BadParameter: it is no whole number, or out of its bounds.

    """
    text = request.query_params.get(name)
    if text is None or not text.strip():
        return None
    bounds = f"from {low}" + (f" to {high}" if high is not None else "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadParameter(name, f"{name} is {text!r}.", f"Give a whole number {bounds}.")
    number = int(text)
    if number < low or (high is not None and number > high):
        raise BadParameter(name, f"{name} is {number}.", f"Give a whole number {bounds}.")
    return number


def page_links(request: Request, total: int, limit: int | None, offset: int) -> dict[str, str]:
    """Return the addresses of the parts around this one: first, prev, next, last.

    Args:
        request: what was asked for.
        total: the number of all rows.
        limit: most rows of a part; None if there are no parts.
        offset: the number of rows before this part.

    """
    if limit is None or (offset == 0 and total <= limit):
        return {}

    def page(start: int) -> str:
        given = request.query_params.multi_items()
        query = [(name, value) for name, value in given if name not in ("limit", "offset")]
        query += [("limit", str(limit)), ("offset", str(start))]
        return f"{request.url.path}?{urlencode(query)}"

    links = {"first": page(0)}
    if offset > 0:
        links["prev"] = page(max(0, offset - limit))
    if offset + limit < total:
        links["next"] = page(offset + limit)
    links["last"] = page((total - 1) // limit * limit if total else 0)
    return links
