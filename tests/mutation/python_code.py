"""Break the Python of the core in one place at a time, and see that a fast test notices.

Every mutant runs in a process of its own, forked after the test tools are loaded and before certkit is. The mutated
module is compiled from the changed syntax tree; nothing is written.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]

TARGETS = {
    "certkit/conditions/tree.py": "certkit.conditions.tree",
    "certkit/conditions/parser.py": "certkit.conditions.parser",
    "certkit/conditions/evaluation.py": "certkit.conditions.evaluation",
    "certkit/rulebook/selection.py": "certkit.rulebook.selection",
    "certkit/planning.py": "certkit.planning",
    "certkit/checks/pics.py": "certkit.checks.pics",
}
OF_CONDITIONS = ("tests/conditions/test_parser.py", "tests/conditions/test_evaluation.py", "tests/conditions")
OF_RULES = ("tests/planning", "tests/checks", "tests/rules", "tests/rulebook/test_second_edition.py")
LONGEST = 120
"""Seconds after which a mutant counts as noticed: it no longer ends."""

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}

Change = tuple[int, str, Callable[[], None]]


def changes(tree: ast.Module) -> Iterator[Change]:
    """(line, what, how) of every change that can be made to a module, in a fixed order."""
    skipped = {id(node) for part in _not_code(tree) for node in ast.walk(part)}
    for node in ast.walk(tree):
        if id(node) not in skipped:
            yield from _changes_of(node)


def _not_code(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, annotations, imports, and what only names a type."""
    for node in ast.walk(tree):
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if docstring or isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from node.decorator_list
            if isinstance(node, ast.FunctionDef) and node.returns is not None:
                yield node.returns
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
            yield node.args[1]


def _changes_of(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                yield node.lineno, f"{_name(operator)} -> {other.__name__}", _put(node.ops, index, other())
    elif isinstance(node, ast.BoolOp):
        other_bool: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node.lineno, f"{_name(node.op)} -> {_name(other_bool)}", _set(node, "op", other_bool)
        for index in range(len(node.values)):
            left = node.values[:index] + node.values[index + 1 :]
            value = left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
            yield node.lineno, f"without operand {index + 1}", _set(node, "values", [value, value])
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        operator_type = ARITHMETIC[type(node.op)]
        yield node.lineno, f"{_name(node.op)} -> {operator_type.__name__}", _set(node, "op", operator_type())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.lineno, "without not", _set(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield node.lineno, "condition turned", _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.comprehension):
        for index, test in enumerate(node.ifs):
            turned = ast.UnaryOp(ast.Not(), test)
            yield test.lineno, "filter turned", _put(node.ifs, index, turned)
            yield test.lineno, "without filter", _put(node.ifs, index, ast.Constant(True))
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield node.lineno, "returns None", _set(node, "value", ast.Constant(None))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield node.lineno, f"{node.func.id} -> {CALLS[node.func.id]}", _set(node.func, "id", CALLS[node.func.id])
    if isinstance(node, ast.Expr | ast.AugAssign | ast.Break | ast.Continue | ast.Raise):
        yield node.lineno, f"without {type(node).__name__.lower()}", _become_pass(node)


def _constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield node.lineno, f"{value} -> {not value}", _set(node, "value", not value)
    elif isinstance(value, int):
        for other in (value - 1, value + 1):
            yield node.lineno, f"{value} -> {other}", _set(node, "value", other)
    elif isinstance(value, str):
        yield node.lineno, f"{value!r} -> {value + 'x'!r}", _set(node, "value", value + "x")


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _set(node: ast.AST, field: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, field, value)


def _put(listed: list, index: int, value: object) -> Callable[[], None]:
    return lambda: listed.__setitem__(index, value)


def _become_pass(node: ast.AST) -> Callable[[], None]:
    def change() -> None:
        node.__class__ = ast.Pass
        for field in ("value", "target", "op", "exc", "cause"):
            node.__dict__.pop(field, None)

    return change


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with one change; every other as it is."""

    def __init__(self, name: str, path: Path, number: int) -> None:
        self.name = name
        self.path = path
        self.number = number

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def create_module(self, spec):
        return None

    def exec_module(self, module) -> None:
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        list(changes(tree))[self.number][2]()
        exec(compile(ast.fix_missing_locations(tree), str(self.path), "exec"), module.__dict__)


def survives(path: str, number: int) -> bool:
    """Whether all fast tests pass with this change."""
    child = os.fork()
    if child == 0:
        os._exit(_run_tests(path, number))
    deadline = perf_counter() + LONGEST
    pause = 0.02
    while perf_counter() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        signal.sigtimedwait([], pause)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run_tests(path: str, number: int) -> int:
    import pytest

    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.dont_write_bytecode = True
    if path:
        sys.meta_path.insert(0, Mutated(TARGETS[path], ROOT / path, number))
    tests = [*(OF_CONDITIONS if "conditions" in path else ()), *OF_RULES]
    tests = [str(ROOT / test) for test in tests if (ROOT / test).exists()]
    options = [
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--rootdir",
        str(ROOT),
        "-p",
        "tests.mutation.few_examples",
    ]
    return int(pytest.main([*options, *tests]))


def run_code() -> int:
    """Try every change of every target; 1 if one survives that is not known to change nothing."""
    import hypothesis  # noqa: F401
    import openpyxl  # noqa: F401
    import yaml  # noqa: F401

    start = perf_counter()
    os.chdir(ROOT)
    if not survives("", 0):
        print("the tests fail without any change")
        return 1
    tried = [
        (path, number, line, what)
        for path in TARGETS
        for number, (line, what, _) in enumerate(changes(ast.parse((ROOT / path).read_text(encoding="utf-8"))))
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        survived = list(pool.map(lambda mutant: survives(mutant[0], mutant[1]), tried))
    survivors = [mutant for mutant, alive in zip(tried, survived, strict=True) if alive]
    totals = Counter(path for path, *_ in tried)
    left = Counter(path for path, *_ in survivors)
    print(f"{'module':36} {'mutants':>8} {'noticed':>8} {'survived':>9}")
    for path in TARGETS:
        print(f"{path:36} {totals[path]:8} {totals[path] - left[path]:8} {left[path]:9}")
    print(f"{'all':36} {len(tried):8} {len(tried) - len(survivors):8} {len(survivors):9}")
    print(f"\nSurvivors: {len(survivors)}")
    for path, _, line, what in survivors:
        print(f"  {path}:{line} {what}")
    print(f"\n{len(tried)} mutants in {perf_counter() - start:.0f} s")
    return 0
