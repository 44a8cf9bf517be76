"""Stories and copies over all articles of some tables, as a job of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .. import _dateline
from .warcs import read_table

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame, SparkSession

    from .warcs import Tables

#: So many articles with one band in common are compared with the first of them alone: thousands of pages with one notice on
#: them are one group, not millions of pairs.
_MOST = 50

_PAIRS = (
    "a bigint, b bigint, likeness double, kind string, share_a double, share_b double, lengths double, "
    "runs string, links boolean"
)


class Stories:
    """What was told by how many."""

    def __init__(self, members: DataFrame, stories: DataFrame, copies: DataFrame) -> None:
        #: An article a row: its `story`, and `copy_of`, the earliest article with the same text.
        self.members = members
        #: A story a row: how many articles and outlets, from when to when, the first headline.
        self.stories = stories
        #: Pairs of articles with the same text, however many days apart: `kind`, and what share of each is in the other.
        self.copies = copies

    def write(self, folder: str, mode: str = "overwrite") -> None:
        """Writes the tables `members`, `stories` and `copies` as Parquet."""
        for name in ("members", "stories", "copies"):
            table: DataFrame = getattr(self, name)
            table.write.mode(mode).option("compression", "zstd").parquet(f"{folder}/{name}")


def stories(
    spark: SparkSession, tables: str | Tables | dict[str, DataFrame], window: int | None = 7
) -> Stories:
    """Finds copies and stories among the articles of tables: the folder where they were written, or the tables.

    Copies as a whole are found by bands of MinHash whatever their days, and compared word by word. Stories, and copies of parts, are
    found within `window` days by the code that archives use, a block of `window + 1` days a task, and joined along the chains of
    pairs. The result depends on the articles and the window only, not on the number of executors.
    """
    articles = _articles(spark, tables)
    pairs = _pairs_in_window(articles, window).persist()
    members = _members(spark, articles, pairs, window).persist()
    return Stories(members, _stories(articles, members), _copies(articles, pairs))


def _articles(spark: SparkSession, tables: str | Tables | dict[str, DataFrame]) -> DataFrame:
    """The articles with what stories are made of."""
    from pyspark.sql import functions as f

    def table(name: str) -> DataFrame:
        return read_table(spark, tables, name) if isinstance(tables, str) else tables[name]

    day = f.coalesce("published", "day", f.lit("9")).alias("published")
    shown = ["text", "headline", "publisher_domain", "publisher_name"]
    texts = table("articles").select(f.col("id").alias("article"), day, f.col("day").alias("date"), *shown)
    profiles = table("profiles").select("article", "key", "day", "language", "parts")
    return profiles.join(texts, "article").dropDuplicates(["article"])


def _pairs_in_window(articles: DataFrame, window: int | None) -> DataFrame:
    """Copies and articles alike: each block of days against itself and the one before."""
    from pyspark.sql import functions as f

    compared = ["article", "key", "day", "language", "text", "parts"]
    if window is None:
        blocks = articles.select(*compared, f.lit(None).cast("bigint").alias("block"), f.lit(1).alias("own"))
    else:
        block = f.floor(f.col("day") / (window + 1)).cast("bigint")
        own = articles.select(*compared, block.alias("block"), f.lit(1).alias("own"))
        before = own.where("block IS NOT NULL")
        before = before.withColumn("block", f.col("block") + 1).withColumn("own", f.lit(0))
        # A block that has no articles of its own has nothing to compare with those before.
        blocks = own.unionByName(
            before.join(own.select("block").distinct(), "block", "left_semi").select(own.columns)
        )

    def compare(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        rows = list(batches)
        if rows:
            found = _dateline.story_pairs(pyarrow.Table.from_batches(rows), window)
            yield from pyarrow.table(found).to_batches()

    return blocks.repartition("block").mapInArrow(compare, _PAIRS)


def _members(spark: SparkSession, articles: DataFrame, pairs: DataFrame, window: int | None) -> DataFrame:
    """The story of each article."""
    import pyarrow
    from pyspark.sql import functions as f

    # What pairs connect is found by one thread of the driver: 50 bytes an article that is in a pair.
    components = _dateline.Components()
    components.add(pairs.where("links").select("a", "b").toArrow())
    connected = pyarrow.table(components.table())
    component = spark.createDataFrame(connected) if len(connected) else None

    def placed(rows: DataFrame, article: str) -> DataFrame:
        own: Column = f.col(article)
        if component is None:
            return rows.withColumn("component", own)
        found = rows.join(component.withColumnRenamed("article", article), article, "left")
        return found.withColumn("component", f.coalesce("component", own))

    of_articles = placed(articles.select("article", "key", "day", "published"), "article")
    of_pairs = placed(pairs.drop("kind", "links"), "a")
    rows = of_articles.unionByName(of_pairs, allowMissingColumns=True)

    def group(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow
        import pyarrow.compute as pc

        read = list(batches)
        if read:
            table = pyarrow.Table.from_batches(read)
            is_pair = pc.is_valid(table["a"])
            found = _dateline.story_groups(table.filter(pc.invert(is_pair)), table.filter(is_pair), window)
            yield from pyarrow.table(found).to_batches()

    return rows.repartition("component").mapInArrow(group, "article bigint, story bigint, copy_of bigint")


def _stories(articles: DataFrame, members: DataFrame) -> DataFrame:
    from pyspark.sql import functions as f

    told = members.join(articles, "article")
    outlet = f.coalesce("publisher_domain", "publisher_name", "key")
    first = f.min(f.struct(f.col("published"), f.col("key"), f.col("headline")))
    return told.groupBy("story").agg(
        f.count("*").alias("articles"),
        f.count_distinct(outlet).alias("outlets"),
        f.min("date").alias("first_day"),
        f.max("date").alias("last_day"),
        first.getField("headline").alias("headline"),
    )


def _copies(articles: DataFrame, pairs: DataFrame) -> DataFrame:
    """Copies at any distance, by MinHash, and those that the windows have found."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    compared = ["article", "key", "day", "language", "text", "parts"]

    def sign(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        for batch in batches:
            found = _dateline.story_bands(pyarrow.Table.from_batches([batch]))
            yield from pyarrow.table(found).to_batches()

    def compare(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        for batch in batches:
            found = _dateline.story_copies(pyarrow.Table.from_batches([batch]))
            yield from pyarrow.table(found).to_batches()

    bands = articles.select(compared).mapInArrow(sign, "article bigint, band bigint, hash bigint")
    bucket = Window.partitionBy("band", "hash")
    bands = bands.withColumn("size", f.count("*").over(bucket)).withColumn(
        "first", f.min("article").over(bucket)
    )
    bands = bands.where("size > 1")
    small = bands.where(f.col("size") <= _MOST)
    left, right = small.withColumnRenamed("article", "a"), small.withColumnRenamed("article", "b")
    some = left.join(right.select("b", "band", "hash"), ["band", "hash"]).where("a < b").select("a", "b")
    many = bands.where(f.col("size") > _MOST).where("article > first")
    candidates = some.union(many.select(f.col("first").alias("a"), f.col("article").alias("b"))).distinct()

    def side(letter: str) -> DataFrame:
        names = {name: letter if name == "article" else f"{name}_{letter}" for name in compared}
        return articles.select(*(f.col(name).alias(new) for name, new in names.items()))

    both = candidates.join(side("a"), "a").join(side("b"), "b")
    whole = both.mapInArrow(compare, _PAIRS)
    found = whole.unionByName(pairs.where("kind IS NOT NULL"))
    # The lower number first, whichever was compared with which.
    swap = f.col("a") > f.col("b")
    ordered = found.select(
        f.least("a", "b").alias("a"),
        f.greatest("a", "b").alias("b"),
        "kind",
        f.when(swap, f.col("share_b")).otherwise(f.col("share_a")).alias("share_a"),
        f.when(swap, f.col("share_a")).otherwise(f.col("share_b")).alias("share_b"),
    )
    # A pair that was found both ways is compared in two orders, which may differ in the last places.
    best = f.max(f.struct("share_a", "share_b", "kind")).alias("best")
    return ordered.groupBy("a", "b").agg(best).select("a", "b", "best.kind", "best.share_a", "best.share_b")
