"""A tiny house: an ontology, three facts and shapes of every kind, to be broken at will."""

from collections.abc import Callable
from pathlib import Path

import pytest

from india_japan_kg.dataset import Dataset, load_dataset

ONTOLOGY = """
@prefix ij: <https://w3id.org/india-japan/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://w3id.org/india-japan/ontology> a owl:Ontology ;
    sh:declare [ sh:prefix "ij" ; sh:namespace "https://w3id.org/india-japan/ontology#" ] .
ij:Session a owl:Class . ij:Call a owl:Class ; rdfs:subClassOf ij:Session .
"""
DATA = """
@prefix ij: <https://w3id.org/india-japan/ontology#> .
@prefix session: <https://w3id.org/india-japan/id/session/> .

session:first a ij:Session ; ij:ordinal 1 .

session:second a ij:Call ; ij:ordinal 1 .
"""
SHAPES = """
@prefix ij: <https://w3id.org/india-japan/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/india-japan/shapes#> .

shapes:Unique a sh:NodeShape ; sh:targetClass ij:Session ; sh:severity sh:Violation ;
    sh:message "{?value} is number {?ordinal} too: renumber."@en ,
        "{?value} も第 {?ordinal} 回です。"@ja ;
    sh:sparql [ sh:prefixes <https://w3id.org/india-japan/ontology> ; sh:select '''
SELECT $this ?value ?ordinal
WHERE { $this ij:ordinal ?ordinal . ?value ij:ordinal ?ordinal . FILTER($this != ?value) }''' ] .

shapes:Chair a sh:PropertyShape ; sh:targetClass ij:Session ; sh:severity sh:Warning ;
    sh:path [ sh:alternativePath ( ij:chairedBy [ sh:inversePath ij:chaired ] ) ] ; sh:minCount 1 ;
    sh:message "Who chaired?"@en .
"""


@pytest.fixture
def tiny_house(tmp_path: Path) -> Path:
    for folder in ("ontology/rules", "data", "shapes"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "ontology/india-japan.ttl").write_text(ONTOLOGY, encoding="utf-8")
    (tmp_path / "data/sessions.ttl").write_text(DATA, encoding="utf-8")
    (tmp_path / "shapes/sessions.ttl").write_text(SHAPES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def tiny_dataset(tiny_house: Path) -> Dataset:
    return load_dataset(tiny_house)


@pytest.fixture
def with_shape(tiny_house: Path) -> Callable[[str], Path]:
    """Add text to the shapes of the tiny house and return their folder."""

    def add(text: str) -> Path:
        file = tiny_house / "shapes/sessions.ttl"
        file.write_text(SHAPES + text, encoding="utf-8")
        return file.parent

    return add
