"""How much memory does a chart of many rows take? Draws from a thousand to thirty million rows, each in a process of its own.

``python benchmarks/engines.py`` prints a table: engine, rows, seconds to the spec, peak memory of the process, bytes of the spec.
The rows are on disk, as Parquet; DuckDB and Polars read them lazily.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 30_000_000)
ENGINES = ("duckdb", "polars")
DAYS = 365


def make(path: Path, rows: int) -> None:
    """Write readings of a year: a time of day and an amount, in chunks, so that making them needs little memory."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    chunk = min(rows, 500_000)
    start = 1_577_836_800_000  # 1 January 2020 in UTC, in ms
    schema = pa.schema([("at", pa.timestamp("ms")), ("no2", pa.float64())])
    with pq.ParquetWriter(path, schema) as writer:
        for first in range(0, rows, chunk):
            number = pa.array(range(first, first + chunk), pa.int64())
            day = pc.subtract(number, pc.multiply(pc.divide(number, DAYS), DAYS))
            at = pc.add(pc.multiply(day, 86_400_000), start)
            writer.write_table(
                pa.table(
                    [at.cast(pa.timestamp("ms")), pc.multiply(pc.cast(day, pa.float64()), 0.5)], schema=schema
                )
            )


def peak_kb() -> int:
    """Read this process's own peak from Linux; ``getrusage`` would count the process that started it as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def draw(engine: str, path: str) -> dict[str, float]:
    """Draw both charts of time from one source and measure this process."""
    from figures.charts import daily_columns, monthly_columns

    started = time.perf_counter()
    if engine == "duckdb":
        import duckdb

        readings = duckdb.read_parquet(path)
    else:
        import polars

        readings = polars.scan_parquet(path)
    words = {"value": "no2", "unit": "µg/m³", "title": "A year", "subtitle": "Made up", "aggregate": "mean"}
    days = daily_columns(readings, date="at", windows=(), **words)
    months = monthly_columns(readings, month="at", colour="teal", **words)
    spec = json.dumps([days.to_dict(), months.to_dict()])
    return {
        "seconds": time.perf_counter() - started,
        "peak_mb": peak_kb() / 1024,
        "spec_bytes": len(spec.encode()),
    }


def measure() -> list[dict[str, float | str]]:
    """Make the rows, draw them with each engine, and give a row of the table for each."""
    found: list[dict[str, float | str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for rows in ROWS:
            path = Path(folder) / f"{rows}.parquet"
            make(path, rows)
            for engine in ENGINES:
                done = subprocess.run(
                    [sys.executable, __file__, engine, str(path)], capture_output=True, text=True, check=True
                )
                found.append({"engine": engine, "rows": rows, **json.loads(done.stdout)})
            path.unlink()
    return found


def main() -> None:
    """Print the table."""
    print(f"{'engine':<8} {'rows':>12} {'seconds':>8} {'peak MB':>8} {'spec bytes':>11}")
    for one in measure():
        print(
            f"{one['engine']:<8} {one['rows']:>12,} {one['seconds']:>8.1f} {one['peak_mb']:>8.0f} {one['spec_bytes']:>11,}"
        )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(draw(*sys.argv[1:3])))
    else:
        main()
