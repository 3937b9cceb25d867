"""What a vendor's repository uses in its own CI: the composite action and the hooks of pre-commit."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.program import certkit

ROOT = Path(__file__).parent.parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
DEVICE = ROOT / "tests" / "independent" / "devices" / "ac-socket.yaml"


def check(folder: Path, files: str, strict: str = "false", draft: str = "false") -> subprocess.CompletedProcess[str]:
    script = ACTION["runs"]["steps"][-1]["run"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "FILES": files, "STRICT": strict, "DRAFT": draft}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "two words").mkdir()
    shutil.copy(DEVICE, tmp_path / "two words" / "pics.yaml")
    return tmp_path


def test_the_action_checks_the_files_it_is_given(repository: Path) -> None:
    result = check(repository, "two words/pics.yaml\n")
    assert (result.returncode, result.stderr) == (0, "")


def test_the_action_fails_and_annotates_the_line_of_an_error(repository: Path) -> None:
    file = repository / "two words" / "pics.yaml"
    file.write_text(re.sub(r"(?m)^(\s*C-02:).*$", r"\1 Perhaps", file.read_text(encoding="utf-8")), encoding="utf-8")
    result = check(repository, "  two words/  ")
    assert result.returncode == 1
    assert result.stdout.startswith("::error file=two words/pics.yaml,line=")


def test_the_action_takes_no_file_name_for_an_option(repository: Path) -> None:
    assert "no such file" in check(repository, "--help").stderr.lower()


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_each_hook_calls_a_command_that_there_is(hook: dict[str, str]) -> None:
    assert certkit(*hook["entry"].split()[1:], "--help").code == 0


@pytest.mark.parametrize(
    ("name", "matches"),
    [("pics.yaml", True), ("a/ex.pics.xlsx", True), ("topics.yaml", False), ("pics.yml.txt", False)],
)
def test_the_hook_takes_what_is_called_a_pics(name: str, *, matches: bool) -> None:
    assert bool(re.search(HOOKS[0]["files"], name)) is matches
