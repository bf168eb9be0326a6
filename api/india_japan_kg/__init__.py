"""The open knowledge graph of India-Japan relations."""

__version__ = "0.1.0"
