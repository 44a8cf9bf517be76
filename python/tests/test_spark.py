"""The same rows on a cluster as by the command: with 1, 2 and 4 executors, with one killed, with archives that are none."""

from __future__ import annotations

import datetime
import pathlib
import random
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

import newsroom
import warcs
from conftest import ROOT, command

pytest.importorskip("pyspark")
dataset = pytest.importorskip("pyarrow.dataset")
if shutil.which("java") is None:
    pytest.skip("there is no Java", allow_module_level=True)
import cluster  # noqa: E402

ARCHIVES, PAGES = 12, 40
#: What an archive says of articles in relation to others, and a page alone does not.
RELATIONS = ("story", "copy_of")


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Archives of invented pages, one of them damaged."""
    folder = tmp_path_factory.mktemp("crawl")
    articles = list(newsroom.many(ARCHIVES * PAGES))
    for number in range(ARCHIVES):
        some = articles[number * PAGES : (number + 1) * PAGES]
        pages = [(article.url, article.page()) for article in some]
        warcs.write(folder / f"{number:02}.warc.gz", pages, damage=number == 3)
    return folder


@pytest.fixture(scope="module")
def expected(crawl: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """What the command makes of them."""
    folder = tmp_path_factory.mktemp("command")
    archive = folder / "news.db"
    # The damage makes it end with 1.
    subprocess.run(
        [command(), "ingest", crawl, "--archive", archive, "--no-pages"], check=False, capture_output=True
    )
    export = [command(), "export", "--archive", archive, "--format", "parquet", "-o", folder / "out"]
    subprocess.run(export, check=True, capture_output=True)
    return folder / "out"


def load(folder: pathlib.Path, name: str) -> list[dict[str, Any]]:
    if not (folder / name).exists():
        return []
    rows: list[dict[str, Any]] = (
        dataset.dataset(folder / name, partitioning="hive", format="parquet").to_table().to_pylist()
    )
    return rows


def rows(folder: pathlib.Path, name: str) -> list[str]:
    """The rows of a table, with the page's place for the number of the article, sorted."""
    places = {row["id"]: row["source_uri"] for row in load(folder, "articles")}
    number = "id" if name == "articles" else "article"
    found = []
    for row in load(folder, name):
        row[number] = places[row[number]]
        found.append(repr(sorted((key, value) for key, value in row.items() if key not in RELATIONS)))
    return sorted(found)


def check_same(expected: pathlib.Path, out: pathlib.Path) -> None:
    names = [path.name for path in expected.iterdir()]
    assert {"articles", "statements", "events", "mentions"} <= set(names)
    for name in names:
        assert rows(out, name) == rows(expected, name), name
    # Not one article twice, whatever was run again.
    ids = [row["id"] for row in load(out, "articles")]
    assert len(ids) == len(set(ids)) == ARCHIVES * PAGES - 1


@pytest.mark.parametrize("executors", [1, 2, 4])
def test_rows_are_those_of_the_command(
    executors: int, crawl: pathlib.Path, expected: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    (crawl.parent / "garbage.warc.gz").write_bytes(b"this is no archive\n" * 100)
    bad = [
        str(crawl.parent / "garbage.warc.gz"),
        str(crawl.parent / "missing.warc.gz"),
        "nosuch://bucket/crawl.warc.gz",
    ]
    out = tmp_path / "out"
    archives = sorted(str(path) for path in crawl.iterdir())
    run = cluster.submit(executors, ["--output", str(out), *archives, *bad])
    check_same(expected, out)
    errors = {pathlib.Path(row["path"]).name: row["message"] for row in load(out, "errors")}
    assert set(errors) == {"03.warc.gz", "garbage.warc.gz", "missing.warc.gz", "crawl.warc.gz"}
    assert "damaged" in errors["03.warc.gz"] and "no such file" in errors["missing.warc.gz"]
    assert not (out / "staging").exists()
    assert run.python < 300, f"a Python took {run.python} MB"


def groups(pairs: list[tuple[int, str]]) -> set[frozenset[str]]:
    """Sets of what has the same number."""
    by_number: dict[int, set[str]] = {}
    for number, place in pairs:
        by_number.setdefault(number, set()).add(place)
    return {frozenset(places) for places in by_number.values()}


def words(chance: random.Random, count: int) -> list[str]:
    """Words of no language, so that articles have no more in common than they are given."""
    parts = ["ka", "lo", "mi", "ru", "te", "sha", "von", "dar", "pel", "qui", "zu", "bren"]
    return ["".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(count)]


def told(stories: int) -> list[newsroom.Article]:
    """Stories that some outlets tell over some days, each in words of its own and with some of the story's; and copies."""
    chance = random.Random(3)
    articles = []
    for number in range(stories):
        own, first = words(chance, 40), chance.randint(1, 80)
        for report in range(chance.randint(1, 4)):
            day = datetime.date(2024, 2, 1) + datetime.timedelta(days=first + report)
            text = words(chance, 60) + chance.sample(own, 30)
            chance.shuffle(text)
            headline = f"{' '.join(own[:5])} {number} {report}".capitalize()
            paragraphs = [" ".join(text[at : at + 30]).capitalize() + "." for at in range(0, 90, 30)]
            outlet = chance.choice(list(newsroom.OUTLETS))
            articles.append(newsroom.Article(outlet, day.isoformat(), headline, "Ana Ruiz", paragraphs))
        if number % 5 == 0:
            # The last report again: at once as a whole, later as a whole, at once as a brief.
            for kind, (days, parts) in enumerate([(1, 3), (40, 3), (1, 1)]):
                later = day + datetime.timedelta(days=days)
                again = articles[-1]._replace(
                    day=later.isoformat(), headline=f"{headline} copy {kind}", paragraphs=paragraphs[:parts]
                )
                articles.append(again)
    return articles


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], pathlib.Path]:
    """Archives with articles that make stories, and what the command makes of them."""
    folder = tmp_path_factory.mktemp("stories")
    articles = told(60)
    for number in range(4):
        warcs.write(
            folder / f"{number}.warc.gz", ((article.url, article.page()) for article in articles[number::4])
        )
    archives = sorted(str(path) for path in folder.iterdir())
    archive = folder / "news.db"
    subprocess.run([command(), "ingest", *archives, "--archive", archive], check=True, capture_output=True)
    export = [command(), "export", "--archive", archive, "--format", "parquet", "-o", folder / "out"]
    subprocess.run(export, check=True, capture_output=True)
    return archives, folder / "out"


@pytest.mark.parametrize("executors", [1, 3])
def test_stories_are_those_of_the_archive(
    executors: int, stories: tuple[list[str], pathlib.Path], tmp_path: pathlib.Path
) -> None:
    archives, expected = stories
    out = tmp_path / "out"
    cluster.submit(executors, ["--output", str(out), "--stories", *archives])
    by_command = load(expected, "articles")
    uris = {row["id"]: row["source_uri"] for row in by_command}
    places = {row["id"]: row["source_uri"] for row in load(out, "articles")}
    # The same groups; their numbers may differ, since an archive gives them as articles come, block by block.
    by_cluster = [(row["story"], places[row["article"]]) for row in load(out, "members")]
    assert groups(by_cluster) == groups([(row["story"], row["source_uri"]) for row in by_command])
    copy_of = {places[row["article"]]: places.get(row["copy_of"]) for row in load(out, "members")}
    assert copy_of == {row["source_uri"]: uris.get(row["copy_of"]) for row in by_command}
    sizes = [row["articles"] for row in load(out, "stories")]
    assert sum(sizes) == len(by_command) and 2 * len(sizes) < len(by_command)
    # Twelve times the same text three times, and a brief of each: also the copies that are forty days off.
    headlines = {row["id"]: row["headline"] for row in load(out, "articles")}
    pairs = [(headlines[row["a"]], headlines[row["b"]], row["kind"]) for row in load(out, "copies")]
    whole = [pair for pair in pairs if pair[2] == "full"]
    assert len(whole) == 12 * 3
    assert sum("copy 1" in a + b for a, b, _ in whole) == 12 * 2
    assert sum("copy 2" in a + b for a, b, _ in pairs) >= 12 * 2


def test_an_executor_is_killed(crawl: pathlib.Path, expected: pathlib.Path, tmp_path: pathlib.Path) -> None:
    out = tmp_path / "out"
    archives = sorted(str(path) for path in crawl.iterdir())
    # As soon as the first task has handed in its rows, and others are at work.
    run = cluster.submit(2, ["--output", str(out), *archives], kill_when=out / "staging/_temporary/0/task_*")
    assert run.killed is not None
    check_same(expected, out)


def test_a_second_run_adds_what_is_missing(
    crawl: pathlib.Path, expected: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    out = tmp_path / "out"
    archives = sorted(str(path) for path in crawl.iterdir())
    cluster.submit(2, ["--output", str(out), *archives[:5]])
    # As if the job had been broken off between two tables.
    shutil.rmtree(out / "events")
    with pytest.raises(RuntimeError, match="has tables already"):
        cluster.submit(2, ["--output", str(out), *archives])
    cluster.submit(2, ["--output", str(out), "--mode", "append", *archives])
    check_same(expected, out)


def test_spark_md(crawl: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """The examples of docs/spark.md, as they stand there."""
    for number in range(2):
        shutil.copy(crawl / f"{number:02}.warc.gz", tmp_path / f"crawl-{number}.warc.gz")
    text = (ROOT / "docs/spark.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    assert len(blocks) == 2
    head = """
from pyspark.sql import SparkSession
spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
         .config("spark.sql.shuffle.partitions", "4").getOrCreate())
"""
    # From the reader of Spark itself the rows are the same but for the names of files.
    tail = """
assert found.members.count() == written["articles"].count() == 80
whole = dateline.spark.read_warcs(spark, spark.read.format("binaryFile").load("*.warc.gz"))
assert whole["statements"].count() == written["statements"].count() > 100
spark.stop()
"""
    script = tmp_path / "example.py"
    script.write_text(head + "\n".join(blocks) + tail, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=400
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "out/members").exists()
