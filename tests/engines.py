"""The same table in the hands of each engine, eager and lazy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

Engine = Callable[[pa.Table], Any]


def _pandas(table: pa.Table) -> Any:
    return table.to_pandas()


def _polars(table: pa.Table) -> Any:
    import polars as pl

    return pl.from_arrow(table)


def _polars_lazy(table: pa.Table) -> Any:
    return _polars(table).lazy()


def _duckdb(table: pa.Table) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("arrow", table)
    connection.execute("CREATE TABLE given AS FROM arrow")
    return connection.table("given")


def _dask(table: pa.Table) -> Any:
    import dask.dataframe as dd

    return dd.from_pandas(table.to_pandas(date_as_object=False), npartitions=3)


def _ibis(table: pa.Table) -> Any:
    import ibis

    # Ibis 12 asks DuckDB for a method that DuckDB 2 no longer has.
    return ibis.polars.connect({"given": _polars(table)}).table("given")


@cache
def _spark_session() -> Any:
    from pyspark.sql import SparkSession

    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        # Tables of some hundred rows: what Spark does to be fast with millions is most of the time that it takes.
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.default.parallelism": "1",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _pyspark(table: pa.Table) -> Any:
    return _spark_session().createDataFrame(table)


LIGHT: dict[str, Engine] = {
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": lambda table: table,
    "polars lazy": _polars_lazy,
    "duckdb": _duckdb,
}
HEAVY: dict[str, Engine] = {"dask": _dask, "ibis": _ibis, "pyspark": _pyspark}


def by_day(engines: list[Any], *names: str) -> list[Any]:
    """Leave to the night the light engines that are not named."""
    night = LIGHT.keys() - names
    return [
        pytest.param(*one.values, id=one.id, marks=[*one.marks, *[pytest.mark.night] * (one.id in night)])
        for one in engines
    ]
