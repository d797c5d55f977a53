"""What do the words of a row filter mean? A few forms of Python expression, the same on every engine and in ``pandas.DataFrame.query``."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from typing import Any

import narwhals as nw

from figures.errors import ContractError

_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda column, among: column.is_in(among),
    ast.NotIn: lambda column, among: ~column.is_in(among),
}
_TURNED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
}


def expression(where: str, schema: Mapping[str, nw.dtypes.DType]) -> nw.Expr:
    """Turn a row filter into a Narwhals expression.

    Comparisons (``==``, ``<=``, chained too), ``in``, ``and``, ``or``, ``not`` and ``column.notna()`` are known. Text that is
    compared with a column of dates is a date. A missing value equals nothing, as in pandas.
    """
    try:
        return _condition(ast.parse(where, mode="eval").body, schema)
    except (SyntaxError, ValueError) as error:
        raise ContractError(f"row filter {where!r}: {error}") from None


def _condition(node: ast.expr, schema: Mapping[str, nw.dtypes.DType]) -> nw.Expr:
    match node:
        case ast.BoolOp(op=ast.And()):
            return reduce(operator.and_, (_condition(part, schema) for part in node.values))
        case ast.BoolOp(op=ast.Or()):
            return reduce(operator.or_, (_condition(part, schema) for part in node.values))
        case ast.UnaryOp(op=ast.Not()):
            return ~_condition(node.operand, schema)
        case ast.Compare():
            sides = [node.left, *node.comparators]
            pairs = zip(sides, node.ops, sides[1:], strict=False)
            return reduce(operator.and_, (_comparison(*pair, schema) for pair in pairs))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=column), attr="notna"), args=[], keywords=[]):
            _known(column, schema)
            return ~nw.col(column).is_null()
    raise ContractError(f"row filter: {ast.unparse(node)!r} is not a form that is known")


def _comparison(
    left: ast.expr, sign: ast.cmpop, right: ast.expr, schema: Mapping[str, nw.dtypes.DType]
) -> nw.Expr:
    kind = type(sign)
    if not isinstance(left, ast.Name) and kind in _TURNED:
        left, right, kind = right, left, _TURNED[kind]
    if not isinstance(left, ast.Name) or kind not in _COMPARED:
        raise ContractError(f"row filter: {ast.unparse(left)!r} must be the name of a column")
    _known(left.id, schema)
    try:
        value = ast.literal_eval(right)
    except ValueError:
        raise ContractError(
            f"row filter: {ast.unparse(right)!r} must be a text, a number or a list"
        ) from None
    if schema[left.id].is_temporal():
        try:
            value = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise ContractError(f"row filter: {left.id}: expected a date, got {value!r}") from None
    column = nw.col(left.id)
    found: nw.Expr = _COMPARED[kind](column, value)
    # Engines disagree about comparisons with a missing value: pandas says no, SQL says nothing, also to `not`.
    return column.is_null() | found if kind in (ast.NotEq, ast.NotIn) else ~column.is_null() & found


def _known(column: str, schema: Mapping[str, nw.dtypes.DType]) -> None:
    if column not in schema:
        raise ContractError(f"row filter: {column!r} is not a column; there are {list(schema)}")
