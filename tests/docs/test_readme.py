"""What the README shows is what happens."""

import doctest
import re
from pathlib import Path


def test_the_python_example_gives_the_output_shown(house: Path) -> None:
    text = (house / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", text, re.S)
    assert block is not None
    example = doctest.DocTestParser().get_doctest(block[1], {}, "README", "README.md", 0)
    assert len(example.examples) == 5
    assert doctest.DocTestRunner().run(example).failed == 0


def test_the_example_of_a_fact_is_in_the_data(house: Path) -> None:
    text = (house / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```turtle\n(.*?)```", text, re.S)
    assert block is not None
    subject, *lines = block[1].splitlines()
    texts = (path.read_text(encoding="utf-8") for path in (house / "data/tenures").rglob("*.ttl"))
    told = next(text for text in texts if f"\n{subject}\n" in text)
    told = told[told.index(f"\n{subject}\n") :].partition("\n\n")[0]
    for line in lines[:4]:
        assert line.strip().rstrip(" ;.") in told
