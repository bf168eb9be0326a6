"""The house's hand: one canonical Turtle text for a graph."""

from india_japan_kg.turtle.writing import write_turtle

__all__ = ["write_turtle"]
