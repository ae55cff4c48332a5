import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from supplychain.lists import child
from supplychain.lists.limits import Limits
from tests.supplychain.quirk_files import PLAIN, many_rows
from tests.supplychain.whole import whole

REPO = Path(__file__).resolve().parents[2]
HEADER = child.Header("csv", None, ",", None, [], 1, ["name"], "lists-1")


def header(*names: str) -> bytes:
    """The headings as the child says them."""
    return json.dumps(["header", {**HEADER.as_json(), "headers": list(names)}]).encode()


def run_child(code: str) -> subprocess.CompletedProcess[str]:
    """Run `code` after the child has given up its rights."""
    start = (
        "from supplychain.lists import reader\nfrom supplychain.lists.limits import Limits\nreader._give_up(Limits())\n"
    )
    return subprocess.run([sys.executable, "-c", start + code], cwd=REPO, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname')",
        "open('/tmp/fairgate-never', 'w')",
        "import _socket; _socket.socket()",
        "import os; os.pipe()",
        "bytearray(600 * 1024 * 1024)",
    ],
)
def test_the_child_can_open_neither_files_nor_connections_nor_much_memory(code):
    assert run_child(code).returncode != 0


@pytest.mark.slow
def test_the_child_knows_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    seen: list[dict[str, str]] = []
    real = subprocess.Popen

    def spy(*args, **kwargs):
        seen.append(kwargs["env"])
        return real(*args, **kwargs)

    monkeypatch.setattr(child.subprocess, "Popen", spy)
    assert whole(PLAIN.encode(), "list.csv").ok
    assert seen == [{"LC_ALL": "C.UTF-8"}]


@pytest.mark.slow
@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, "F13"), (signal.SIGABRT, "F13"), (signal.SIGSEGV, "F01")])
def test_a_child_that_dies_in_the_middle_becomes_a_finding(how, code):
    stream = child.stream_file(many_rows(), "list.csv")
    rows = 0
    for _ in stream:
        rows += 1
        if rows == 1:
            os.kill(stream._process.pid, how)
    assert 0 < rows < 100_000
    assert not stream.ok
    assert [finding.code for finding in stream.findings] == [code]


def instead(monkeypatch, program):
    """Let another program run in the place of ours."""
    real = subprocess.Popen

    def other(_command, **rest):
        return real([sys.executable, "-c", program], **rest)

    monkeypatch.setattr(child.subprocess, "Popen", other)


@pytest.mark.slow
@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        """
from supplychain.lists import limits, reader
reader._give_up(limits.Limits(cpu_seconds=1))
while True: pass
""",
    ],
)
def test_a_child_that_takes_too_long_is_stopped(monkeypatch, program):
    instead(monkeypatch, program)
    wall = 0.3 if "sleep" in program else 30
    parsed = whole(PLAIN.encode(), "list.csv", limits=Limits(wall_seconds=wall))
    assert [finding.code for finding in parsed.findings] == ["F13"]


@pytest.mark.slow
def test_a_stream_can_be_left_early():
    with child.stream_file(many_rows(), "list.csv") as stream:
        assert next(iter(stream)).row == 2
    assert stream._process.poll() is not None
    assert not stream.ok


@pytest.mark.slow
def test_a_hundred_thousand_rows_cost_little_memory():
    code = (
        "import sys\n"
        "from supplychain.lists import child, checking, columns, together\n"
        "data = sys.stdin.buffer.read()\n"
        "stream = child.stream_file(data, 'list.csv')\n"
        "mapping, context = columns.propose(stream.header.headers), checking.CheckContext()\n"
        "def peak(who):\n"
        "    lines = open(f'/proc/{who}/status')\n"
        "    return next(line.split()[1] for line in lines if line.startswith('VmHWM'))\n"
        "checker = together.Checker(mapping, context)\n"
        "for block in stream.blocks():\n"
        "    checker.check(block)\n"
        "    if block.numbers[-1] > 60_000 > block.numbers[0]: process = peak(stream._process.pid)\n"
        "assert stream.ok and context.counts['accepted'] == 100_000\n"
        "print(peak('self'), process)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=REPO, input=many_rows(), capture_output=True, check=True)
    parent, process = (int(value) / 1024 for value in done.stdout.split())
    assert parent < 300
    assert process < 100


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"no json",
        b"[" * 100_000,
        b"{}",
        b"[]",
        b'["rows",[1]]',
        b'["rows",["1"],["x"],[]]',
        b'["rows",[true],["x"],[]]',
        b'["rows",[],[""],[]]',
        b'["rows",[1],[1],[]]',
        b'["rows",[1],["x","x"],[]]',
        b'["rows",[1],[],[]]',
        b'["rows",[1,2],["x"],[]]',
        b'["rows",[1],["x\\u0000y"],[]]',
        b'["rows",[1],["\\ud800"],[]]',
        b'["rows",[1],["x"],[[]]]',
        b'["rows",[1],["x"],[[1,"R12",null,{}]]]',
        b'["rows",[1],["x"],[[0,"X99",null,{}]]]',
        b'["rows",[1],["x"],[[0,"R12","1",{}]]]',
        b'["rows",[1],["x"],[[0,"R12",0,[]]]]',
        b'["finding","X99",{}]',
        b'["finding",[],{}]',
        b'["refused","F01",[]]',
        b'["end",1]',
        b'["end","1",true]',
        b'["header",{}]',
        b'["header",[1]]',
        header("two", "columns"),
        header("a\0b"),
        b'["something else"]',
        b"\xff\xfe",
    ],
)
def test_what_the_child_says_is_not_believed(line):
    assert child._event(line, Limits(max_columns=1), HEADER) is None


def test_what_the_child_says_in_order_is_believed():
    assert child._event(b'["rows",[1],["x"],[]]', Limits()) is None  # no rows before the headings
    kind, block = child._event(b'["rows",[1,2],["x\\u0000y"],[[1,"R12",null,{"count":1}]]]', Limits(), HEADER)
    assert (kind, block.rows(), block.notes) == ("rows", [("x",), ("y",)], {1: [("R12", None, {"count": 1})]})


def test_a_child_that_is_another_program_becomes_a_finding(monkeypatch):
    instead(monkeypatch, "print('[1, 2]')")
    parsed = whole(PLAIN.encode(), "list.csv")
    assert [finding.code for finding in parsed.findings] == ["F01"]
    assert not parsed.ok


@pytest.mark.slow
def test_a_child_that_talks_without_end_is_stopped(monkeypatch):
    said = f"import sys\nprint({header('name').decode()!r})\n"
    instead(monkeypatch, said + 'while True: sys.stdout.write(\'["rows",[1],["x"],[]]\\n\' * 1000)')
    monkeypatch.setattr(child, "_LONGEST_LINE", 1000)
    stream = child.stream_file(PLAIN.encode(), "list.csv", limits=Limits(max_output=50_000))
    assert sum(1 for _ in stream) < 10_000
    assert [finding.code for finding in stream.findings] == ["F13"]
