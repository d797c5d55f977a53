"""What do the texts of a column mean: numbers, dates, or what they say? Where two readings are possible, the caller is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from figures.errors import ContractError, DataError
from figures.text import option

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = frozenset(
    [
        "",
        "NA",
        "N/A",
        "n/a",
        "NaN",
        "nan",
        "NULL",
        "null",
        "#N/A",
        "#NA",
        "#N/A N/A",
        "-NaN",
        "-nan",
        "1.#IND",
        "-1.#IND",
        "1.#QNAN",
        "-1.#QNAN",
    ]
)
"""What stands for nothing in a column of numbers or dates, as PyArrow and pandas have it."""
_NOTHING = f"^(?:{'|'.join(map(re.escape, sorted(MISSING)))})$"

_SPACE = " \u00a0\u2009\u202f"
_CURRENCY = "$€£¥₩₽₴₹₺₪₦₫₱"
_OUTER = re.compile(
    rf"[+−-]?(?P<before>[{_CURRENCY}]?)[{_SPACE}]?[+−-]?[\d.,](?:[\d.,'’{_SPACE}]*[\d.,])?(?:[eE][+−-]?\d+)?[{_SPACE}]?(?P<after>[{_CURRENCY}%‰]?)"
)
_GROUPS = {".": ",", ",": ".", "'": "['’]", " ": f"[{_SPACE}]"}
_LONG, _LONG_CODE = 9e17, r"^[+-]?\d{19,}$"  # more digits than a whole number of 64 bits has
_CODE = r"^[+-]?0(?:\d+|[xX][0-9a-fA-F]+)$"  # 007: its zeros mean something
_SAMPLE = 100
_LONG_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_TIME = (
    r"(?:[ T]{1,2}(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d)(?:\.0*)?)?(?:[  ]?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_MONTH_NAME = r"(?P<b>[A-Za-z]{3,9})\.?"
_DATES = {
    name: re.compile(pattern)
    for name, pattern in {
        "year month": r"(?P<y>\d{4})[-/](?P<m>\d\d?)",
        "year month day": rf"(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?){_TIME}",
        "year quarter": r"(?P<y>\d{4})[- /]?[Qq](?P<q>[1-4])",
        "quarter year": r"[Qq](?P<q>[1-4])[- /]?(?P<y>\d{4})",
        "year week": r"(?P<y>\d{4})-?[Ww](?P<w>\d\d)",
        "month year": r"(?P<m>\d\d?)[-/](?P<y>\d{4})",
        "name year": rf"{_MONTH_NAME}[- ](?P<y>\d{{4}})",
        "day name year": rf"(?P<d>\d\d?)\.?[- ]{_MONTH_NAME},?[- ](?P<y>\d{{4}}){_TIME}",
        "name day year": rf"{_MONTH_NAME} (?P<d>\d\d?),? (?P<y>\d{{4}}){_TIME}",
        "day month year": rf"(?P<d>\d\d?)(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<y>\d{{4}}){_TIME}",
        "month day year": rf"(?P<m>\d\d?)(?P<s>[-/.])(?P<d>\d\d?)(?P=s)(?P<y>\d{{4}}){_TIME}",
    }.items()
}
# The offset from UTC is left out: the date and the time of day are those that the file says.
_ISO = r"^(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)) ?(?:[Zz]|UTC|[+-]\d\d(?::?\d\d)?)?$"

Blame = Callable[[str | None, int], str]
"""Says where the cell of a column and a row is, as its reader knows it."""


class Asked(NamedTuple):
    """What the caller says of a file; None is for us to find out."""

    text: Collection[str] = ()
    sep: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    date_format: str | None = None
    sheet: str | None = None

    def check(self) -> None:
        """Refuse what no file can have."""
        for name, given, allowed in (
            ("decimal", self.decimal, ".,"),
            ("thousands", self.thousands, ".,' "),
        ):
            if given is not None and (given not in tuple(allowed)):
                words = " or ".join(map(repr, allowed))
                raise ContractError(f"read: {option(name)}: expected {words}, got {given!r}")
        if self.thousands is not None and self.thousands == self.decimal:
            raise ContractError(f"read: {option('thousands')}: expected another mark than {self.decimal!r}")
        if self.sep is not None and (len(self.sep) != 1 or self.sep in '"\r\n' or not self.sep.isascii()):
            raise ContractError(f"read: {option('sep')}: expected one character, got {self.sep!r}")
        if self.date_format is not None:
            _check_date_format(self.date_format)


def _check_date_format(given: str) -> None:
    where = f"read: {option('date_format')}:"
    try:
        written = [datetime(year, 1, 2).strftime(given) for year in (2001, 2002)]
        read = datetime.strptime(written[0], given)
    except (ValueError, re.error) as error:
        raise ContractError(
            f"{where} expected a format such as '%d/%m/%Y', got {given!r} ({error})"
        ) from None
    if written[0] == written[1] or read.year != 2001:
        raise ContractError(f"{where} expected a format with a year, such as '%d/%m/%Y', got {given!r}")


def typed(
    columns: Mapping[str, pa.ChunkedArray], asked: Asked, blame: Blame, sep: str = ","
) -> dict[str, pa.ChunkedArray]:
    """Turn columns of texts into numbers and dates where all of a column's texts are that."""
    found: dict[str, pa.ChunkedArray] = dict(columns)
    unsure: dict[str, pa.ChunkedArray] = {}
    pointed: list[pa.ChunkedArray] = []
    proofs: set[str] = set()  # the decimal marks that some column cannot do without
    given = _given_dates(columns, asked, blame) if asked.date_format else {}
    found |= given
    for name, texts in columns.items():
        if name in asked.text or name in given:
            continue
        quick, clean = _quick(texts, asked)
        if quick is not None:
            found[name] = quick
            if (
                sep == ";"
                and len(_decimals(asked)) > 1
                and _is_float(quick)
                and _always(clean, _ambiguous("."))
            ):
                unsure[name] = clean
            elif _is_float(quick):
                pointed.append(clean)
            continue
        first = _first(clean)
        if first is None:
            continue
        marks = [mark for mark in _decimals(asked) if _all(clean, _number(first, mark, asked))]
        if len(marks) > 1 and _any(clean, "[.,]"):
            unsure[name] = clean
        elif marks:
            proofs |= set(marks) if len(marks) == 1 else set()
            found[name] = _numbers(clean, texts, marks[0])
        else:
            dates = _dates(clean, partial(blame, name))
            found[name] = texts if dates is None else dates
    if unsure and any(_any(clean, r"\.") and not _always(clean, _ambiguous(".")) for clean in pointed):
        proofs.add(".")
    for name, clean in unsure.items():  # a file has one way to write its numbers
        if len(proofs) != 1:
            _ask_decimal(clean, partial(blame, name))
        found[name] = _numbers(clean, columns[name], next(iter(proofs)))
    return found


def misfit(texts: Sequence[str | None], kind: Literal["number", "date"]) -> int | None:
    """Find the first text that cannot be read as a number or date, or not in the way of those before it."""
    ways: set[Any] | None = None
    for at, text in enumerate(texts):
        stripped = "" if text is None else text.strip()
        if stripped in MISSING:
            continue
        fits: set[Any]
        if kind == "date":
            fits = {name for name in _DATES if _date(name, stripped) is not None}
            fits |= {"ISO"} if re.search(_ISO, stripped) else set()
        else:
            fits = {mark for mark in ".," if re.search(_number(stripped, mark, Asked()), stripped)}
            outer = _OUTER.fullmatch(stripped)
            fits = {(mark, outer["before"], outer["after"]) for mark in fits} if outer else set()
        ways = fits if ways is None else ways & fits
        if not ways:
            return at
    return None


# ---- numbers


def _quick(texts: pa.ChunkedArray, asked: Asked) -> tuple[pa.ChunkedArray | None, pa.ChunkedArray]:
    """Let PyArrow read numbers and ISO dates; what it cannot is None, with the texts as they are looked at further."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sample = _sample(texts)
    if sample is not None and not _can_begin(sample):
        return None, texts.slice(0, 0)  # words, which is the commonest
    started = pc.starts_with(texts, "0")
    if pc.any(started).as_py() and _any(texts.filter(started), _CODE):
        return None, texts.slice(0, 0)
    read = _cast(texts, asked)
    if read is not None:
        return read, texts
    clean = _clean(texts)
    if clean.null_count == len(clean):
        return pa.chunked_array([pa.nulls(len(clean), pa.float64())]), clean
    return _cast(clean, asked), clean


def _cast(texts: pa.ChunkedArray, asked: Asked) -> pa.ChunkedArray | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    pointed = asked.decimal != "," and asked.thousands != "."
    for kind in (pa.int64(), pa.float64() if pointed else None, pa.date32(), pa.timestamp("us")):
        try:
            read = None if kind is None else texts.cast(kind)
        except pa.ArrowInvalid:
            continue
        if read is None:
            continue
        if _is_float(read):
            if pc.any(pc.is_nan(read)).as_py():
                read = pc.if_else(pc.is_nan(read), pa.NA, read)
            ends = pc.min_max(read).as_py()
            if max(abs(ends["min"] or 0), abs(ends["max"] or 0)) > _LONG and _any(texts, _LONG_CODE):
                continue
        return read
    return None


def _clean(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Take spaces away, and what stands for nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    stripped = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.match_substring_regex(stripped, _NOTHING), pa.NA, stripped)


def _sample(texts: pa.ChunkedArray) -> str | None:
    """Give the first text that stands for something, where it comes early."""
    some = (str(text).strip() for text in texts.slice(0, _SAMPLE).to_pylist() if text is not None)
    return next((text for text in some if text not in MISSING), None)


def _first(texts: pa.ChunkedArray) -> str | None:
    known = texts.drop_null()
    return str(known[0]) if len(known) else None


def _can_begin(text: str) -> bool:
    return bool(
        _OUTER.fullmatch(text)
        or re.search(_ISO, text)
        or text.lower().lstrip("+-") in ("inf", "infinity")
        or any(pattern.fullmatch(text) for pattern in _DATES.values())
    )


def _decimals(asked: Asked) -> str:
    if asked.decimal:
        return asked.decimal
    return {".": ",", ",": "."}.get(asked.thousands or "", ".,")


def _number(sample: str, decimal: str, asked: Asked) -> str:
    """Write the pattern of numbers with this decimal mark, and the signs around it that the sample has."""
    outer = _OUTER.fullmatch(sample)
    if not outer:
        return "^$"
    before, after = (re.escape(outer[part]) for part in ("before", "after"))
    point = re.escape(decimal)
    marks = [asked.thousands] if asked.thousands else [_GROUPS[decimal], "'", " "]
    groups = "|".join(
        rf"[1-9]\d{{0,2}}(?:{re.escape(mark) if mark in '.,' else _GROUPS[mark]}\d{{3}})+" for mark in marks
    )
    body = rf"(?:(?:\d+|{groups})(?:{point}\d*)?|{point}\d+)(?:[eE][+−-]?\d{{1,3}})?"
    sign = "[+−-]?" if not before else f"(?:[+−-]?{before}[{_SPACE}]?|{before}[{_SPACE}]?[+−-]?)"
    return f"^{sign}{body}[{_SPACE}]?{after}$"


def _numbers(texts: pa.ChunkedArray, written: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray:
    """Read numbers that have this decimal mark; codes longer than numbers can be stay as they are written."""
    import pyarrow as pa
    import pyarrow.compute as pc

    group = "." if decimal == "," else ","
    bare = pc.replace_substring_regex(texts, f"[{_CURRENCY}%‰'’{_SPACE}{group}+]", "")
    plain = pc.replace_substring(pc.replace_substring(bare, "−", "-"), decimal, ".")
    if not _any(plain, "[.eE]"):
        try:
            return plain.cast(pa.int64())
        except pa.ArrowInvalid:
            return written
    return plain.cast(pa.float64())


def _ambiguous(mark: str) -> str:
    """Write the pattern of 1.234, which is a thousand or one and a bit."""
    return rf"^[^\d]*[1-9]\d{{0,2}}{re.escape(mark)}\d{{3}}[^\d]*$"


def _always(texts: pa.ChunkedArray, pattern: str) -> bool:
    """Whether every number with a mark is of this pattern."""
    import pyarrow.compute as pc

    marked = texts.filter(pc.match_substring_regex(texts, "[.,]"))
    return bool(len(marked)) and _all(marked, pattern)


def _ask_decimal(texts: pa.ChunkedArray, blame: Callable[[int], str]) -> None:
    at, cell = _find(texts, "[.,]")
    mark = "." if "." in cell else ","
    whole, broken = cell.replace(mark, ""), cell.replace(mark, ".")
    raise DataError(
        blame(at),
        f"{cell!r} can be {whole} or {broken}; say which: {option('thousands', mark)} if it is {whole}, "
        f"{option('decimal', mark)} if it is {broken}",
    )


# ---- dates


def _dates(texts: pa.ChunkedArray, blame: Callable[[int], str]) -> pa.ChunkedArray | None:
    """Read dates that are written otherwise than ISO has it, or have an offset from UTC."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if _all(texts, _ISO):
        local = pc.replace_substring_regex(texts, _ISO, r"\1")
        for kind in (pa.date32(), pa.timestamp("us"), pa.timestamp("ns")):
            try:
                return local.cast(kind)
            except pa.ArrowInvalid:
                continue
        return None
    encoded = texts.combine_chunks().dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    different = [str(text) for text in encoded.dictionary.to_pylist()]
    ways = {}
    for name in _DATES:
        days = [_date(name, text) for text in different] if _date(name, different[0]) is not None else [None]
        if None not in days:
            ways[name] = days
    if not ways or ("year month" in ways and _seasons(different)):
        return None
    readings = list(ways.values())
    for other in readings[1:]:
        at = next((at for at, day in enumerate(readings[0]) if day != other[at]), None)
        if at is not None:
            _ask_date(different[at], blame(encoded.indices.to_pylist().index(at)))
    timed = any(":" in text for text in different)
    return _taken([day for day in readings[0] if day is not None], encoded.indices, timed)


def _taken(days: list[datetime], indices: pa.Array, timed: bool) -> pa.ChunkedArray:
    """Put the different days, or times of day, where the indices say."""
    import pyarrow as pa

    values = (
        pa.array(days, pa.timestamp("us")) if timed else pa.array([day.date() for day in days], pa.date32())
    )
    return pa.chunked_array([values.take(indices)])


def _date(name: str, text: str) -> datetime | None:
    """Read a text in one way, if it is a date that way."""
    found = _DATES[name].fullmatch(text)
    if not found:
        return None
    parts = found.groupdict()
    try:
        if "w" in parts:
            day = date.fromisocalendar(int(parts["y"]), int(parts["w"]), 1)
            return datetime(day.year, day.month, day.day)
        month = (
            _month(parts["b"]) if "b" in parts else int(parts.get("m") or 3 * int(parts.get("q") or 1) - 2)
        )
        hour = int(parts.get("H") or 0)
        if parts.get("half"):
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if parts["half"] in "Pp" else 0)
        return datetime(
            int(parts["y"]),
            month,
            int(parts.get("d") or 1),
            hour,
            int(parts.get("M") or 0),
            int(parts.get("S") or 0),
        )
    except ValueError:
        return None


def _month(name: str) -> int:
    low = name.lower()
    for at, month in enumerate(_LONG_MONTHS, 1):
        if low in (month, month[:3]) or (low, at) == ("sept", 9):
            return at
    raise ValueError(name)


def _seasons(texts: Sequence[str]) -> bool:
    """Whether 2010/11, 2011/12 are winters or budgets, and no months."""
    return len(texts) > 1 and all((int(text[:4]) + 1) % 100 == int(text[5:]) for text in texts)


def _ask_date(cell: str, where: str) -> None:
    found = _DATES["day month year"].fullmatch(cell)
    assert found is not None
    clock = ""
    if found["H"]:
        hours = "%I" if found["half"] else "%H"
        clock = f" {hours}:%M{':%S' if found['S'] else ''}{' %p' if found['half'] else ''}"
    mark = found["s"]
    formats = [f"%d{mark}%m{mark}%Y{clock}", f"%m{mark}%d{mark}%Y{clock}"]
    days = [_date(name, cell) for name in ("day month year", "month day year")]
    first, second = (f"{day.day} {day:%B}" for day in days if day is not None)
    raise DataError(
        where,
        f"{cell!r} can be {first} or {second}; say which: {option('date_format', formats[0])} "
        f"or {option('date_format', formats[1])}",
    )


def _given_dates(
    columns: Mapping[str, pa.ChunkedArray], asked: Asked, blame: Blame
) -> dict[str, pa.ChunkedArray]:
    """Read the columns whose texts are all written in the format that was given; there must be one."""
    import pyarrow as pa

    form = str(asked.date_format)

    def read(text: str) -> datetime | None:
        try:
            return datetime.strptime(text, form).replace(tzinfo=None)
        except (ValueError, OverflowError):
            return None

    found, wrong = {}, None
    for name, texts in columns.items():
        first = _sample(texts)
        if name in asked.text or first is None or read(first) is None:
            continue
        encoded = _clean(texts).combine_chunks().dictionary_encode()
        encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        days = [read(str(text)) for text in encoded.dictionary.to_pylist()]
        if None in days:
            at = encoded.indices.to_pylist().index(days.index(None))
            wrong = wrong or (blame(name, at), str(texts[at]))
            continue
        known = [day for day in days if day is not None]
        found[name] = _taken(known, encoded.indices, any(day.time() != time() for day in known))
    if not found and wrong:
        raise DataError(wrong[0], f"{wrong[1]!r} is no date that is written as {form!r}")
    if not found and columns:
        raise DataError(blame(None, 0), f"no column has dates that are written as {form!r}")
    return found


# ---- columns of texts


def _any(texts: pa.ChunkedArray, pattern: str) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())


def _all(texts: pa.ChunkedArray, pattern: str) -> bool:
    """Whether every text that there is is of this pattern."""
    import pyarrow.compute as pc

    return pc.all(pc.match_substring_regex(texts, pattern)).as_py() is True


def _find(texts: pa.ChunkedArray, pattern: str) -> tuple[int, str]:
    import pyarrow.compute as pc

    at = pc.index(pc.match_substring_regex(texts, pattern), True).as_py()
    return at, str(texts[at])


def _is_float(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_floating(column.type))


def _is_number(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_floating(column.type) or pa.types.is_integer(column.type))
