"""The whole graph in one file, in each format, the same bytes for the same data."""

from india_japan_kg.export.dump import FORMATS, DumpFormat, dump

__all__ = ["FORMATS", "DumpFormat", "dump"]
