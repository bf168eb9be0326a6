"""The house's hand: one canonical Turtle text for a graph."""

from india_japan_kg.turtle.order import subject_order
from india_japan_kg.turtle.writing import write_trig, write_turtle

__all__ = ["subject_order", "write_trig", "write_turtle"]
