"""The examples of the documentation run as they stand there, in the order in which they stand."""

from __future__ import annotations

import doctest
import importlib
import pathlib
import pkgutil
import re
import subprocess

import pytest

import dateline
import newsroom
import warcs
from conftest import ROOT, command

for package in ("polars", "duckdb", "pandas", "pyarrow"):
    pytest.importorskip(package)


def blocks(name: str) -> list[str]:
    """The blocks of Python of a page of the documentation."""
    return re.findall(
        r"^```python\n(.*?)^```$", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.M | re.S
    )


def test_python_md(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    newsroom.write(pathlib.Path("pages"))
    warcs.write(
        pathlib.Path("crawl.warc.gz"), ((article.url, article.page()) for article in newsroom.ARTICLES)
    )
    subprocess.run([command(), "ingest", "pages/", "--archive", "news.db"], check=True, capture_output=True)
    names: dict[str, object] = {}
    checked = 0
    found = blocks("python.md")
    assert len(found) >= 6
    for block in found:
        exec(compile(block, "docs/python.md", "exec"), names)
        # What an example says that it gives is what it gives.
        for line in block.splitlines():
            code, says, answer = line.partition("  # ")
            if says and re.match(r"['\[(\d]", answer.strip()) and "=" not in code:
                assert repr(eval(code, names)) == answer.strip(), line
                checked += 1
    assert checked >= 4
    assert pathlib.Path("port.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_python_md_names_what_is_there() -> None:
    """The right column of the table from trafilatura and spaCy."""
    page = newsroom.ARTICLES[0].page()
    doc = dateline.read(page, tokens=True)
    text = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[1] for line in text.splitlines() if line.startswith("| `") and " | " in line]
    assert len(rows) >= 12
    for name in re.findall(r"`doc\.(\w+)", " ".join(rows)):
        assert hasattr(doc, name), name
    assert doc.body == dateline.read(page, only=["zones"]).body
    assert doc.article.authors[0].name == "Renata Sosa" and doc.article.publisher is not None


MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(dateline.__path__, "dateline.")
    if not name.endswith("._dateline") and ".spark" not in name
]


@pytest.mark.parametrize("name", ["dateline", *MODULES])
def test_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_public_things_have_examples() -> None:
    for name in (
        "read",
        "read_many",
        "read_warc",
        "read_files",
        "to_arrow",
        "to_arrow_all",
        "Document",
        "Archive",
        "Table",
    ):
        assert ">>>" in (getattr(dateline, name).__doc__ or ""), name
