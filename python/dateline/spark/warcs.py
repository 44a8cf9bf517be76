"""WARC archives to tables."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

from .. import _dateline

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

#: Tables that are not layers: what could not be read, and what stories are made of.
ERRORS = [("path", "text"), ("uri", "text"), ("kind", "text"), ("message", "text"), ("hint", "text")]
PROFILES = [("article", "int"), ("key", "text"), ("day", "int"), ("language", "text"), ("parts", "text")]

_TYPES = {"int": "bigint", "real": "double", "bool": "boolean", "text": "string"}

#: Pages that go to Spark together: few, so that memory stays small; a page has thousands of rows.
_TOGETHER = 16

#: Tables that are written at once.
_AT_ONCE = 4


def table_columns() -> dict[str, list[tuple[str, str]]]:
    """The columns of all tables, and what they hold."""
    columns = {name: _dateline.columns(name) for name in _dateline.layers()}
    return {**columns, "errors": ERRORS, "profiles": PROFILES}


def _schema() -> str:
    tables = [
        f"`{name}` array<struct<{', '.join(f'`{column}`: {_TYPES[kind]}' for column, kind in columns)}>>"
        for name, columns in table_columns().items()
    ]
    return ", ".join(["id bigint", "month string", *tables])


def read_warcs(spark: SparkSession, warcs: str | Iterable[str] | DataFrame) -> Tables:
    """Reads the pages of WARC archives into tables, an archive a task. Nothing is read until the tables are asked for.

    `warcs` are paths that executors can open: files on a file system that they share, or addresses that `pyarrow.fs` knows
    (`s3://`, `gs://`, `hdfs://`), which are read as streams. Or a DataFrame with the columns `path` and `content`, such as Spark's own
    reader gives: `spark.read.format("binaryFile").load("s3a://...")`; then each archive is in memory whole.

    What cannot be read is in the table `errors` and does not fail the job. Numbers of articles are made of the archive's path, the
    page's place in it and its bytes, so that a task that is run again gives the same rows.
    """
    if hasattr(warcs, "mapInArrow"):
        contents = cast("DataFrame", warcs)
        return Tables(spark, contents.select("path", "content").mapInArrow(_read_contents, _schema()))
    # Executors work in folders of their own. The same archive twice would give the same rows twice.
    given = [warcs] if isinstance(warcs, str) else warcs
    paths = list(dict.fromkeys(path if ":/" in path else os.path.abspath(path) for path in given))

    def read(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from _pages(paths[number])

    numbers = spark.range(0, len(paths), 1, max(1, len(paths)))
    return Tables(spark, numbers.mapInArrow(read, _schema()))


def _read_contents(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        for path, content in zip(*(column.to_pylist() for column in batch.columns)):
            yield from _pages(path, io.BytesIO(content or b""))


def _pages(path: str, stream: Any = None) -> Iterator[pyarrow.RecordBatch]:
    """The pages of an archive, some to a batch; an archive that cannot be opened is one row with an error."""
    import pyarrow

    local = path[len("file:") :].replace("///", "/", 1) if path.startswith("file:/") else path
    try:
        if stream is None and "://" in local:
            stream = _open(local)
        for batches in _dateline.Nested(local, stream, 1, _TOGETHER):
            yield from pyarrow.table(batches).to_batches()
    except Exception as error:
        # Whatever it is, the other archives must not suffer; Spark itself stops a task by `GeneratorExit`, which passes.
        failed = _dateline.nested_error(
            path, f"{type(error).__name__}: {error}", "check the address and the credentials"
        )
        yield from pyarrow.table(failed).to_batches()


def _open(address: str) -> Any:
    from pyarrow import fs

    # Spark's names for S3.
    scheme, rest = address.split("://", 1)
    scheme = "s3" if scheme in ("s3a", "s3n") else scheme
    system, path = fs.FileSystem.from_uri(f"{scheme}://{rest}")
    return system.open_input_stream(path, compression=None)


class Tables:
    """The tables of some pages: those of `dateline export --format parquet` (docs/export.md) with `month`, and `errors` and
    `profiles`.

    A table that is asked for by name is read out of the archives each time, unless they have been written.
    """

    def __init__(self, spark: SparkSession, nested: DataFrame) -> None:
        self._spark = spark
        #: A row a page, with all tables inside as lists.
        self.nested = nested

    def names(self) -> list[str]:
        """The names of the tables."""
        return list(table_columns())

    def __getitem__(self, name: str) -> DataFrame:
        return _table(self.nested, name)

    def write(self, folder: str, mode: str = "error") -> dict[str, DataFrame]:
        """Writes all tables as Parquet, a folder each, all but `errors` partitioned by month, and gives them as they are there.

        The archives are read once, into a folder `staging`, which is gone at the end. `mode` is `error` (there must be no tables yet),
        `overwrite`, or `append`, which leaves out the articles that are there already: it goes on where a job was broken off.
        """
        if mode not in ("error", "overwrite", "append"):
            raise ValueError("`mode` is `error`, `overwrite` or `append`")
        tables = table_columns()
        there = _there(self._spark, folder, list(tables))
        if there and mode == "error":
            raise FileExistsError(
                f"`{folder}` has tables already ({', '.join(there)}): use mode='append' or 'overwrite'"
            )
        staging = f"{folder.rstrip('/')}/staging"
        self.nested.write.mode("overwrite").option("compression", "zstd").parquet(staging)
        staged = self._spark.read.parquet(staging)

        def write(name: str) -> None:
            rows, key = _table(staged, name), key_of(name)
            if mode == "append" and name in there:
                known = ["path", "uri", "message"] if name == "errors" else [key]
                old = read_table(self._spark, folder, name).select(known).distinct()
                same = [rows[column].eqNullSafe(old[column]) for column in known]
                rows = rows.join(old, same, "left_anti")
            # Rows of a month, and of an article, together: few files, and who asks for some of them passes over the others.
            order = [column for column in ("month", key) if column in rows.columns]
            rows = rows.repartitionByRange(*order).sortWithinPartitions(*order)
            writer = rows.write.mode("append" if mode == "append" else "overwrite").option(
                "compression", "zstd"
            )
            writer = writer.partitionBy("month") if "month" in order else writer
            writer.parquet(f"{folder}/{name}")

        # Most tables are small, and a cluster waits for the last task of each.
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for _ in threads.map(write, tables):
                pass
        _delete(self._spark, staging)
        return read_tables(self._spark, folder)


def key_of(name: str) -> str:
    """The column that says which article a row is of."""
    return {"articles": "id", "errors": "path"}.get(name, "article")


def _table(nested: DataFrame, name: str) -> DataFrame:
    from pyspark.sql import functions as f

    rows = nested.select("month", f.explode(f.col(name)).alias("row"))
    columns = [f.col(f"row.`{column}`").alias(column) for column, _ in table_columns()[name]]
    return rows.select(*columns, *_month(name))


def read_table(spark: SparkSession, folder: str, name: str) -> DataFrame:
    """A table that was written; without rows if there are none."""
    columns = [f"`{column}` {_TYPES[kind]}" for column, kind in table_columns()[name]]
    # With its schema, since a folder without files, or with none of a month, has none to tell.
    columns += [f"{name} string" for name in _month(name)]
    return spark.read.schema(", ".join(columns)).parquet(f"{folder}/{name}")


def _month(name: str) -> list[str]:
    """The column by which a table is partitioned; errors are few, and most are of no month."""
    return [] if name == "errors" else ["month"]


def read_tables(spark: SparkSession, folder: str) -> dict[str, DataFrame]:
    """The tables that `Tables.write` has written."""
    return {name: read_table(spark, folder, name) for name in table_columns()}


def _file_system(spark: SparkSession, path: str) -> tuple[Any, Any]:
    """Hadoop's file system of a path, and the path as it knows it."""
    jvm = spark._jvm
    assert jvm is not None
    at = jvm.org.apache.hadoop.fs.Path(path)
    return at.getFileSystem(spark._jsc.hadoopConfiguration()), at


def _there(spark: SparkSession, folder: str, names: list[str]) -> list[str]:
    found = []
    for name in names:
        system, path = _file_system(spark, f"{folder}/{name}")
        if system.exists(path):
            found.append(name)
    return found


def _delete(spark: SparkSession, path: str) -> None:
    system, at = _file_system(spark, path)
    system.delete(at, True)
