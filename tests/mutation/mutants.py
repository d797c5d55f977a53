"""What can be wrong with a line of code? One small change each to a module, in the order of its lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_KEY = re.compile(r"[a-z][a-z0-9_]*")
Change = Callable[[ast.AST], None]


@dataclass(frozen=True)
class Mutant:
    """A module with one change: what is changed where, and which change of which node of the code that is."""

    module: str
    line: int
    change: str
    path: Path
    node: int
    which: int

    @property
    def place(self) -> str:
        code = self.path.read_text(encoding="utf-8").splitlines()[self.line - 1].strip()
        return f"{self.module}:{self.line}: {self.change} in `{code}`"

    @property
    def code(self) -> ast.Module:
        """The module with the change."""
        tree = _tree(self.path)
        node = list(_of_code(tree))[self.node]
        _, change = list(_changes(node))[self.which]
        change(node)
        return ast.fix_missing_locations(tree)


def mutants(module: str, path: Path) -> list[Mutant]:
    """List every mutant of a module. Words are left alone: docstrings, messages, sentences; so are annotations."""
    return [
        Mutant(module, getattr(node, "target", node).lineno, told, path, at, which)
        for at, node in enumerate(_of_code(_tree(path)))
        for which, (told, _) in enumerate(_changes(node))
    ]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), path.name)


def _of_code(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk what is computed when the module runs, and nothing that is only read by people and type checkers."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or _is_words(node):
                continue
            if isinstance(node, ast.expr | ast.stmt | ast.comprehension):
                yield node
            yield from _of_code(node)


def _is_words(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword) and node.arg == "strict":  # of zip: a check in itself
        return True
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Assign):  # names for type checkers and for `import *`
        return ast.unparse(node.targets[0]) == "__all__" or "Literal[" in ast.unparse(node.value)
    return isinstance(node, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:  # noqa: PLR0912 - a list of rules
    match node:
        case ast.Compare(ops=ops):
            for at, operator in enumerate(ops):
                new = _COMPARISONS[type(operator)]
                yield f"{type(operator).__name__} to {new.__name__}", _put("ops", new(), at)
        case ast.BinOp(op=operator) if type(operator) in _ARITHMETIC:
            other = _ARITHMETIC[type(operator)]
            yield f"{type(operator).__name__} to {other.__name__}", _put("op", other())
        case ast.BoolOp(op=ast.And()):
            yield "and to or", _put("op", ast.Or())
        case ast.BoolOp(op=ast.Or()):
            yield "or to and", _put("op", ast.And())
        case ast.UnaryOp(op=ast.USub() | ast.Not() as operator):
            yield (
                f"{type(operator).__name__} dropped",
                _put("op", ast.UAdd() if isinstance(operator, ast.USub) else None),
            )
        case ast.Constant(value=bool(value)):
            yield f"{value} to {not value}", _put("value", not value)
        case ast.Constant(value=int(value) | float(value)):
            yield f"{value} to {value + 1}", _put("value", value + 1)
        case ast.Constant(value=str(value)) if _KEY.fullmatch(value):
            yield f"{value!r} to {value + '_'!r}", _put("value", value + "_")
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield "return None", _put("value", ast.Constant(None))
        case ast.IfExp():
            yield "branches swapped", _swap("body", "orelse")
        case ast.If():
            yield "condition turned round", _negate("test", None)
        case ast.comprehension(ifs=conditions):
            for at in range(len(conditions)):
                yield "condition turned round", _negate("ifs", at)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            yield f"{name} to {_CALLS[name]}", _put("func", ast.Name(_CALLS[name], ast.Load()))


def _put(field: str, value: object, at: int | None = None) -> Change:
    def change(node: ast.AST) -> None:
        if at is not None:
            getattr(node, field)[at] = value
        elif value is None:  # `not x` becomes `bool(x)`: two more of it
            node.operand = ast.UnaryOp(ast.Not(), node.operand)  # type: ignore[attr-defined]
        else:
            setattr(node, field, value)

    return change


def _swap(one: str, other: str) -> Change:
    def change(node: ast.AST) -> None:
        first, second = getattr(node, one), getattr(node, other)
        setattr(node, one, second)
        setattr(node, other, first)

    return change


def _negate(field: str, at: int | None) -> Change:
    def change(node: ast.AST) -> None:
        if at is None:
            setattr(node, field, ast.UnaryOp(ast.Not(), getattr(node, field)))
        else:
            conditions = getattr(node, field)
            conditions[at] = ast.UnaryOp(ast.Not(), conditions[at])

    return change
