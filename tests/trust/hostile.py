"""What a fuzz test breaks real input with, and the bounds that each case must keep."""

from __future__ import annotations

import copy
import csv
import faulthandler
import io
import resource
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from figures.errors import FiguresError

SECONDS = 60
"""After this a case counts as one that hangs; the slowest takes a few seconds."""
GIGABYTE = 1 << 30

Draw = Callable[[st.SearchStrategy[Any]], Any]

NUMBERS = [
    "0",
    "-1",
    "-0",
    "1e308",
    "1e309",
    "9" * 400,
    "inf",
    "-Infinity",
    "nan",
    "0x10",
    "1_000",
    "1,000",
    "٣",
    "½",
    "+5",
    "1e-400",
]
DATES = [
    "0000-00-00",
    "9999-12-31",
    "1677-01-01",
    "2262-12-31",
    "2025-02-30",
    "2025-4-1",
    "20250401",
    "2025-04-01T25:61",
    "NaT",
    "-2025-01-01",
]
TEXTS = [
    "",
    " ",
    "NA",
    "None",
    "true",
    "\x00",
    "\ufeff",
    "\u202e",
    "\ud7ff",
    "a" * 10_000,
    '"',
    "'",
    ",",
    "\n",
    "\r\n",
    "=1+1",
    "</script>",
    "{x.y}",
    "{",
    "🜚",
]
CELLS = st.one_of(st.sampled_from([*NUMBERS, *DATES, *TEXTS]), st.text(max_size=8))
VALUES: st.SearchStrategy[Any] = st.one_of(
    CELLS,
    st.none(),
    st.booleans(),
    st.integers(-3, 3000),
    st.floats(),
    st.sampled_from([10**30, -(10**30), [], {}, [[]], [None], {"a": 1}, {"": []}, [1, "a"]]),
)


class TooSlowError(BaseException):
    """No ``except Exception`` catches it."""


@contextmanager
def bounds() -> Iterator[None]:
    """Stop a case that hangs, in Python or below it, or that takes a gigabyte more than there is now."""

    def late(*_: object) -> None:
        raise TooSlowError(f"a case took more than {SECONDS} s")

    with open("/proc/self/statm", encoding="ascii") as told:
        now = int(told.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGALRM, late)
    resource.setrlimit(resource.RLIMIT_AS, (now + GIGABYTE, hard))
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    faulthandler.dump_traceback_later(4 * SECONDS, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGALRM, before)


def fuzzed(nightly: bool) -> settings:
    """The same cases in every run of CI, others every night; without tracing each line to explain a failure."""
    phases = [Phase.explicit, Phase.generate, Phase.shrink]
    return settings(
        derandomize=not nightly, database=None, phases=phases, suppress_health_check=list(HealthCheck)
    )


def outcome(run: Callable[[], object], seen: Counter[str]) -> str:
    """Run a case: it is made, or refused with a message of ours; anything else that is raised fails the test."""
    message = ""
    with bounds():
        try:
            run()
        except FiguresError as error:
            message = str(error)
            assert message.strip()
            assert len(message) < 20_000, "a message is for reading"
    seen["refused" if message else "made"] += 1
    return message


def broken_bytes(draw: Draw, data: bytes) -> bytes:  # noqa: PLR0911
    """Damage that knows nothing of the format."""
    at = draw(st.integers(0, len(data)))
    match draw(
        st.sampled_from(
            ["cut", "insert", "drop", "bom", "crlf", "cr", "utf16", "latin", "nul", "empty", "twice", "flip"]
        )
    ):
        case "cut":
            return data[:at]
        case "insert":
            return data[:at] + draw(st.binary(min_size=1, max_size=6)) + data[at:]
        case "drop":
            return data[:at] + data[at + draw(st.integers(1, 40)) :]
        case "bom":
            return b"\xef\xbb\xbf" + data
        case "crlf":
            return data.replace(b"\n", b"\r\n")
        case "cr":
            return data.replace(b"\n", b"\r")
        case "utf16":
            return data.decode("utf-8", "replace").encode("utf-16")
        case "latin":
            return data.decode("utf-8", "replace").encode("latin-1", "replace")[:at] + b"\xe9\xff" + data[at:]
        case "nul":
            return data[:at] + b"\0" * draw(st.integers(1, 5)) + data[at:]
        case "twice":
            return data + data
        case "flip":
            return data[:at] + bytes(byte ^ 0x80 for byte in data[at : at + 1]) + data[at + 1 :]
        case _:
            return draw(st.sampled_from([b"", b"\n", b" ", b"\0"]))


def broken_csv(draw: Draw, data: bytes) -> bytes:  # noqa: PLR0912
    """Damage to a table: cells, columns, rows, header."""
    rows = list(csv.reader(io.StringIO(data.decode())))
    for _ in range(draw(st.integers(1, 3))):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        at, to = (draw(st.integers(0, max(len(row) - 1, 0))) for _ in range(2))
        match draw(
            st.sampled_from(
                [
                    "cell",
                    "cell",
                    "swap",
                    "drop",
                    "twice",
                    "head",
                    "longer",
                    "all longer",
                    "shorter",
                    "order",
                    "lose",
                    "column",
                ]
            )
        ):
            case "cell":
                row[at : at + 1] = [draw(CELLS)]
            case "swap":
                for other in rows:
                    if max(at, to) < len(other):
                        other[at], other[to] = other[to], other[at]
            case "drop":
                for other in rows:
                    del other[at : at + 1]
            case "twice":
                rows.append(list(row))
            case "head":
                rows.insert(draw(st.integers(0, len(rows))), list(rows[0]))
            case "longer":
                row += draw(st.lists(CELLS, min_size=1, max_size=3))
            case "all longer":
                for other in rows[1:]:
                    other.insert(at, "1")
            case "shorter":
                del row[at:]
            case "order":
                rows[1:] = rows[:0:-1]
            case "lose":
                if len(rows) > 1:
                    rows.remove(row)
            case "column":
                cell = draw(CELLS)
                for other in rows[1:]:
                    other[at : at + 1] = [cell]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def broken_tree(draw: Draw, tree: Any) -> Any:
    """Damage to lists and mappings: a value of another kind, a field lost, doubled or new, nesting."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        holder, key = {"": tree}, ""
        spot: Any = tree
        while isinstance(spot, (list, dict)) and spot and draw(st.integers(0, 9)):
            holder = spot
            key = draw(st.sampled_from(list(spot) if isinstance(spot, dict) else range(len(spot))))
            spot = spot[key]
        match draw(st.sampled_from(["value", "value", "lose", "new", "twice", "deep"])):
            case "value":
                changed = copy.deepcopy(draw(VALUES))
            case "new" if isinstance(spot, dict):
                changed = spot | {draw(CELLS): copy.deepcopy(draw(VALUES))}
            case "twice" if isinstance(spot, list) and spot:
                changed = [*spot, spot[0]]
            case "lose" if isinstance(spot, dict) and spot:
                gone = draw(st.sampled_from(list(spot)))
                changed = {name: value for name, value in spot.items() if name != gone}
            case _:
                changed = [[spot]]
        if spot is tree:
            tree = changed
        else:
            holder[key] = changed
    return tree
