"""Break the Python of the core in one place at a time, and see that a fast test notices.

pytest collects the fast tests once. Each mutant is a fork of that process: the code of the changed function takes the
place of the old one, and the tests run until the first that fails. A change outside of functions (a table, a pattern)
is tried in a process that imports the changed module from the start. Nothing is written.
"""

from __future__ import annotations

import ast
import importlib
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from time import perf_counter
from types import FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

TARGETS = {
    "certkit/plan/selection.py": "certkit.plan.selection",
    "certkit/plan/derive.py": "certkit.plan.derive",
    "certkit/pics/check.py": "certkit.pics.check",
    "certkit/conditions/evaluation.py": "certkit.conditions.evaluation",
    "certkit/conditions/parser.py": "certkit.conditions.parser",
    "certkit/conditions/tree.py": "certkit.conditions.tree",
}
FIRST = {
    "certkit/conditions": ("test_parser", "test_evaluation", "test_properties"),
    "certkit/rulebook": ("test_planning", "test_plans", "test_agreement"),
    "certkit/plan/derive.py": ("test_planning", "test_plans", "test_agreement"),
    "certkit/checks": ("test_pics", "test_constraints", "test_agreement"),
}
"""Where a module stands -> the tests that are tried first."""
TESTS = ("tests/conditions", "tests/planning", "tests/checks", "tests/rules")
OPTIONS = (
    "-x",
    "-q",
    "-s",
    "-W",
    "ignore",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "tests.mutation.few_examples",
)
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

Change = tuple[Any, str, Callable[[], None]]


def changes(tree: ast.Module) -> Iterator[Change]:
    """(node, what, how) of every change that can be made to a module, in a fixed order."""
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
                yield node, f"{_name(operator)} -> {other.__name__}", _put(node.ops, index, other())
    elif isinstance(node, ast.BoolOp):
        other_bool: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, f"{_name(node.op)} -> {_name(other_bool)}", _set(node, "op", other_bool)
        for index in range(len(node.values)):
            left = node.values[:index] + node.values[index + 1 :]
            value = left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
            yield node, f"without operand {index + 1}", _set(node, "values", [value, value])
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        operator_type = ARITHMETIC[type(node.op)]
        yield node, f"{_name(node.op)} -> {operator_type.__name__}", _set(node, "op", operator_type())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, "without not", _set(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield node, "condition turned", _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.comprehension):
        for index, test in enumerate(node.ifs):
            turned = ast.UnaryOp(ast.Not(), test)
            yield test, "filter turned", _put(node.ifs, index, turned)
            yield test, "without filter", _put(node.ifs, index, ast.Constant(True))
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield node, "returns None", _set(node, "value", ast.Constant(None))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield node, f"{node.func.id} -> {CALLS[node.func.id]}", _set(node.func, "id", CALLS[node.func.id])
    if isinstance(node, ast.Expr | ast.AugAssign | ast.Break | ast.Continue | ast.Raise):
        yield node, f"without {type(node).__name__.lower()}", _become_pass(node)


def _constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield node, f"{value} -> {not value}", _set(node, "value", not value)
    elif isinstance(value, int):
        for other in (value - 1, value + 1):
            yield node, f"{value} -> {other}", _set(node, "value", other)
    elif isinstance(value, str):
        yield node, f"{value!r} -> {value + 'x'!r}", _set(node, "value", value + "x")


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


def in_functions(tree: ast.Module) -> set[int]:
    """The nodes that stand in the body of a function."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {id(node) for function in functions for statement in function.body for node in ast.walk(statement)}


class Imported(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with one change; every other as it is."""

    def __init__(self, path: str, number: int) -> None:
        self.path = path
        self.number = number

    def find_spec(self, fullname, path=None, target=None):
        if fullname != TARGETS[self.path]:
            return None
        return importlib.util.spec_from_file_location(fullname, ROOT / self.path, loader=self)

    def create_module(self, spec):
        return None

    def exec_module(self, module) -> None:
        exec(changed(self.path, self.number), module.__dict__)


def changed(path: str, number: int) -> Any:
    """The compiled module with one change."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    list(changes(tree))[number][2]()
    return compile(ast.fix_missing_locations(tree), path, "exec")


def exchange(path: str, number: int) -> None:
    """Give the functions of a module that is in use the code of the changed ones."""
    module = sys.modules[TARGETS[path]]
    fresh: dict[str, Any] = {"__name__": module.__name__}
    exec(changed(path, number), fresh)
    _exchange_all(vars(module), fresh, module.__name__)


def _exchange_all(olds: Any, news: Any, module: str) -> None:
    for name, new in list(news.items()):
        old = olds.get(name)
        if isinstance(new, type) and isinstance(old, type) and new.__module__ == module and old is not new:
            _exchange_all(vars(old), vars(new), module)
            continue
        before, after = _function(old), _function(new)
        if before is not None and after is not None and before.__code__.co_freevars == after.__code__.co_freevars:
            before.__code__, before.__defaults__ = after.__code__, after.__defaults__


def _function(thing: Any) -> FunctionType | None:
    if isinstance(thing, property):
        thing = thing.fget
    elif isinstance(thing, cached_property):
        thing = thing.func
    return thing if isinstance(thing, FunctionType) else None


def ended_well(child: int) -> bool:
    """Whether a process ends with 0, and in time."""
    deadline = perf_counter() + LONGEST
    while perf_counter() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        signal.sigtimedwait([], 0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def silent() -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


class Loop:
    """A pytest plugin that runs the collected tests once for each mutant, each time in a fork."""

    def __init__(self, paths: list[str]) -> None:
        self.tried = []
        for path in paths:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            inside = in_functions(tree)
            for number, (node, what, _) in enumerate(changes(tree)):
                self.tried.append((path, number, node.lineno, what, id(node) in inside))
        self.survivors: list[tuple[str, int, str]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if not self.survives(session, "", 0, True):
            raise SystemExit("the tests fail without any change")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = pool.map(lambda mutant: self.survives(session, mutant[0], mutant[1], mutant[4]), self.tried)
            for count, ((path, _, line, what, _), alive) in enumerate(zip(self.tried, found, strict=True), start=1):
                if alive:
                    self.survivors.append((path, line, what))
                print(f"\r{count} of {len(self.tried)}", end="", file=sys.stderr, flush=True)
        return True

    def survives(self, session: pytest.Session, path: str, number: int, inside: bool) -> bool:
        child = os.fork()
        if child == 0:
            silent()
            code = 1
            try:
                code = self.run(session, path, number) if inside else import_and_run(path, number)
            finally:
                os._exit(code)
        return ended_well(child)

    def run(self, session: pytest.Session, path: str, number: int) -> int:
        if path:
            exchange(path, number)
        first = next((names for start, names in FIRST.items() if path.startswith(start)), ())
        places = {name: place for place, name in enumerate(first)}
        items = sorted(session.items, key=lambda item: places.get(item.path.stem, len(places)))
        for item in items:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if session.testsfailed:
                return 1
        return 0


def import_and_run(path: str, number: int) -> int:
    """In a process of its own, because here certkit is loaded already."""
    code = f"import tests.mutation.python_code as code; code.run_imported({path!r}, {number})"
    silent()
    return os.spawnv(
        os.P_WAIT, sys.executable, [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"]
    )


def run_imported(path: str, number: int) -> None:
    sys.meta_path.insert(0, Imported(path, number))
    sys.exit(pytest.main([*OPTIONS, "--rootdir", str(ROOT), *(str(ROOT / test) for test in TESTS)]))


def run_code(paths: list[str]) -> int:
    """Try every change of these modules, or of all, and list what survives: it takes a person to tell what matters."""
    start = perf_counter()
    os.chdir(ROOT)
    loop = Loop(paths or list(TARGETS))
    pytest.main([*OPTIONS, "--rootdir", str(ROOT), *TESTS], plugins=[loop])
    totals = Counter(path for path, *_ in loop.tried)
    left = Counter(path for path, *_ in loop.survivors)
    print(f"\n{'module':36} {'mutants':>8} {'noticed':>8} {'survived':>9}")
    for path in totals:
        print(f"{path:36} {totals[path]:8} {totals[path] - left[path]:8} {left[path]:9}")
    print(f"{'all':36} {len(loop.tried):8} {len(loop.tried) - len(loop.survivors):8} {len(loop.survivors):9}")
    print(f"\nSurvivors: {len(loop.survivors)}")
    for path, line, what in loop.survivors:
        print(f"  {path}:{line} {what}")
    print(f"\n{len(loop.tried)} mutants in {perf_counter() - start:.0f} s")
    return 0
