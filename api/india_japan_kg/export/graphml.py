"""The network of things as GraphML, for programs that draw and measure graphs."""

import io
from collections.abc import Collection

import networkx

from india_japan_kg.things.labels import Labels
from india_japan_kg.things.languages import LANGUAGES
from india_japan_kg.things.network import Network
from india_japan_kg.vocabulary import thing_name

MEDIA_TYPE = "application/graphml+xml"


def graphml(network: Network, labels: Labels, things: Collection[str] | None = None) -> bytes:
    """Return `network`, or the part of it between `things`, as GraphML 1.0.

    A node is called by kind and slug and has `iri`, `kind`, `label` and, where it has them,
    `label_ja`, `label_hi`, `start` and `end`; an edge has `relation` (an IRI) and `label`.
    """
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for tie in network.ties:
        if things is None or (tie.source in things and tie.target in things):
            ends = [_node(graph, iri, network, labels) for iri in (tie.source, tie.target)]
            label = labels.label(tie.relation, ["en"]).text
            graph.add_edge(*ends, relation=tie.relation, label=label)
    written = io.BytesIO()
    networkx.write_graphml_xml(graph, written)
    return written.getvalue()


def _node(graph: "networkx.MultiDiGraph[str]", iri: str, network: Network, labels: Labels) -> str:
    name = thing_name(iri)
    node = f"{name.kind}/{name.slug}" if name else iri
    if node not in graph:
        told = {"iri": iri, "kind": name.kind if name else "", "label": labels.label(iri, ()).text}
        names = labels.names(iri)
        told |= {f"label_{tag}": names[tag] for tag in LANGUAGES[1:] if tag in names}
        if days := network.days.get(iri):
            told |= {"start": days.first, "end": days.last}
        graph.add_node(node, **told)
    return node
