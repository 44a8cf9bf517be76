"""Layers of many documents as tables that pandas, Polars, DuckDB, PyArrow and R's arrow take without copies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import _dateline
from .quotes import COLUMNS

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from .document import Document


class Table:
    """A table, which any library that speaks Arrow's PyCapsule interface takes: `polars.DataFrame(table)`,
    `pyarrow.table(table)`, `duckdb.sql("FROM table")`.

    >>> import dateline
    >>> docs = [dateline.read("<p>“We are ready,” Ana Ruiz said.</p>")]
    >>> table = dateline.to_arrow(docs, layer="quotes")
    >>> len(table), table.column_names[:4]
    (1, ['page', 'published', 'statement', 'kind'])
    >>> table.to_pydict()["speaker_name"]
    ['Ana Ruiz']
    """

    def __init__(self, batches: _dateline.Batches) -> None:
        self._batches = batches

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._batches.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._batches.__arrow_c_schema__()

    def __len__(self) -> int:
        return self._batches.num_rows

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        return self._batches.column_names

    def to_pydict(self) -> dict[str, list[Any]]:
        """The columns as lists; needs no other package."""
        return self._batches.to_pydict()

    def to_pyarrow(self) -> pyarrow.Table:
        """The table as PyArrow's."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a DataFrame of pandas. Whole numbers stay whole numbers where some are missing."""
        import pandas
        import pyarrow

        nullable = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.bool_(): pandas.BooleanDtype()}
        return self.to_pyarrow().to_pandas(types_mapper=nullable.get)

    def to_polars(self) -> polars.DataFrame:
        """The table as a DataFrame of Polars."""
        import polars

        return polars.DataFrame(self)

    def __repr__(self) -> str:
        return f"<Table of {len(self)} rows: {', '.join(self.column_names)}>"


def layers() -> list[str]:
    """The names of the layers that are tables.

    >>> import dateline
    >>> "statements" in dateline.layers() and "mentions" in dateline.layers()
    True
    """
    return [*_dateline.layers(), "quotes"]


def to_arrow(docs: Iterable[Document], layer: str = "articles", first: int = 1) -> Table:
    """A layer of some documents as a table, with the columns of `dateline export --format parquet` (docs/export.md).

    `article` is the number of the document, counted from `first`; `n` that of the item in its layer, `item` that of the item
    that a part belongs to. The layer `quotes` has the columns of `dateline quotes --format csv`.

    >>> import dateline
    >>> pages = ["<p>The port reopened to ferries on 5 March 2024.</p>", "<p>Ships came from Lima in May 2023.</p>"]
    >>> docs = list(dateline.read_many(pages))
    >>> times = dateline.to_arrow(docs, layer="times").to_pydict()
    >>> list(zip(times["article"], times["type"], times["value"]))
    [(1, 'DATE', '2024-03-05'), (2, 'DATE', '2023-05')]
    """
    if layer == "quotes":
        rows = [list(quote.to_dict().values()) for doc in docs for quote in doc.quotes]
        return Table(_dateline.table(COLUMNS, rows))
    return Table(_dateline.tables((doc._json for doc in docs), [layer], first)[layer])


def to_arrow_all(docs: Iterable[Document], first: int = 1) -> dict[str, Table]:
    """All layers of some documents, in one pass over them.

    >>> import dateline
    >>> tables = dateline.to_arrow_all(dateline.read_many(["<p>Ana Ruiz spoke in Lima.</p>"]))
    >>> len(tables["articles"]), len(tables["places"])
    (1, 1)
    """
    tables = _dateline.tables((doc._json for doc in docs), _dateline.layers(), first)
    return {name: Table(batches) for name, batches in tables.items()}


def table_of(columns: list[tuple[str, str]], rows: list[list[Any | None]]) -> Table:
    """A table of rows that Python has; kinds are `int`, `real`, `bool`, `text`."""
    return Table(_dateline.table(columns, rows))
