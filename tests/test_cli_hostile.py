"""Commands under pressure: signals, full and closed streams, files in the way, odd names."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from converter.cli.messages import visible

from . import cases
from .commands import MODEL, Ended, tree, write
from .test_cli import PROJECT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="shells and signals of POSIX")

LONG = 60.0
ENDLESS = """\
import subprocess, time
print(subprocess.Popen(["sleep", "600"]).pid, file=open("started.tmp", "w"), flush=True)
import os
os.rename("started.tmp", "started")
time.sleep(600)
"""
APP = f'{{"app": "{sys.executable} __main__.py"}}'

Shell = Callable[[str], Ended]


@pytest.fixture(autouse=True)
def _inside_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def command(tool: str, arguments: str) -> str:
    code = f"import sys; from converter import cli; sys.exit(cli.{tool}())"
    return f"{sys.executable} -c '{code}' {arguments}"


def environment() -> dict[str, str]:
    os.makedirs("temporary", exist_ok=True)
    return {**os.environ, "PYTHONPATH": str(cases.ROOT), "TMPDIR": os.path.abspath("temporary")}


def shell(line: str) -> Ended:
    """Run a line of the shell, in which ``migrate`` and ``export_`` are the commands."""
    migrate, export = command("cfn2pulumi", "migrate"), command("pulumi2cfn", "export")
    line = f'migrate() {{ {migrate} "$@"; }}\nexport_() {{ {export} "$@"; }}\n{line}'
    done = subprocess.run(
        ["sh", "-c", line], env=environment(), capture_output=True, text=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def wait_for(reached: Callable[[], object]) -> None:
    until = time.monotonic() + LONG
    while not reached():
        assert time.monotonic() < until
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or ") Z " not in stat.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize(
    ("line", "files"),
    [
        (command("pulumi2cfn", "export project"), {"project/Pulumi.yaml": PROJECT["Pulumi.yaml"]}),
        (command("cfn2pulumi", "migrate project -o made"), {"project/cdk.json": APP}),
    ],
    ids=["program", "app"],
)
def test_a_signal_ends_what_was_started_and_leaves_no_folder(
    number: signal.Signals, line: str, files: dict[str, str]
) -> None:
    write({**files, "project/__main__.py": ENDLESS})
    process = subprocess.Popen(
        ["sh", "-c", f"exec {line}"],
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
        # What runs in the background of a shell ignores it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    wait_for(Path("project/started").exists)
    assert os.listdir("temporary")
    process.send_signal(number)
    _, said = process.communicate(timeout=LONG)
    assert process.returncode == 128 + number
    assert said.endswith(f"error: {'interrupted' if number == signal.SIGINT else 'terminated'}\n")
    assert os.listdir("temporary") == []
    helper = int(Path("project/started").read_text())
    wait_for(lambda: not is_running(helper))


def test_a_temporary_folder_with_a_long_path_will_do() -> None:
    folder = Path("t" * 120)
    folder.mkdir()
    write({"template.yaml": MODEL})
    assert shell("migrate template.yaml -o made").status == 0
    done = shell(f"TMPDIR=$PWD/{folder} && export TMPDIR && export_ made")
    assert (done.status, done.out, os.listdir(folder)) == (0, MODEL, [])


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="Linux has devices for these")
@pytest.mark.parametrize("device", ["/dev/stdout", "/dev/stderr"])
def test_a_device_takes_the_result_and_nothing_else(device: str) -> None:
    write({"template.yaml": MODEL})
    assert shell("migrate template.yaml -o made").status == 0
    done = shell(f"export_ made -o {device} | cat")
    said = done.out if device == "/dev/stdout" else done.err
    assert (done.status, said) == (0, MODEL)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has a full device")
@pytest.mark.parametrize("arguments", ["template.yaml --stdout", "--help"])
def test_a_full_output_is_an_error(arguments: str) -> None:
    write({"template.yaml": MODEL})
    done = shell(f"migrate {arguments} > /dev/full")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert done.err.endswith(": No space left on device\n")


def test_a_closed_output_is_an_error_where_the_result_goes_there() -> None:
    write({"template.yaml": MODEL})
    done = shell("migrate template.yaml --stdout >&-")
    assert done == Ended(2, "", "standard output: error: cannot be written: it is closed\n")
    assert shell("migrate template.yaml -o made >&-") == Ended(0, "", "")


def test_a_closed_standard_error_takes_nothing_to_the_output() -> None:
    write({"template.yaml": "Resources: {A: {Type: AWS::None::Such}}\n"})
    done = shell("migrate template.yaml --stdout 2>&-")
    assert done.status == 0
    assert "warning:" not in done.out


def test_a_closed_input_is_an_error() -> None:
    done = shell("migrate - -o made <&-")
    assert done == Ended(2, "", "<stdin>: error: it cannot be read: it is closed\n")


def test_nothing_is_replaced_where_something_is_in_the_way() -> None:
    write({"template.yaml": MODEL, "made/Pulumi.yaml": "name: old\n"})
    os.makedirs("made/__main__.py")
    before = tree("made")
    done = shell("migrate template.yaml -o made --force")
    words = "is a folder, and a file of the project goes there"
    assert done == Ended(2, "", f"made/__main__.py: error: {words}\n")
    assert tree("made") == before
    assert os.listdir("made") == ["__main__.py", "Pulumi.yaml"] or len(os.listdir("made")) == 2


SPARED = [
    ("migrate template.yaml -o made --report template.yaml", "template.yaml"),
    ("migrate template.yaml template.json -o made --report ./template.json", "./template.json"),
    ("migrate app/cloudformation.yaml -o app --force", "app/cloudformation.yaml"),
    ("migrate template.yaml -o made --report app/Pulumi.yaml", "app/Pulumi.yaml"),
    ("export_ app -o app/Pulumi.yaml", "app/Pulumi.yaml"),
    ("export_ app -o app/__main__.py", "app/__main__.py"),
    ("export_ app -o app/cloudformation.yaml", "app/cloudformation.yaml"),
]


@pytest.mark.parametrize(("line", "file"), SPARED, ids=[line for line, _ in SPARED])
def test_what_is_converted_is_never_replaced(line: str, file: str) -> None:
    write(
        {
            "template.yaml": MODEL,
            "template.json": '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
            "app/Pulumi.yaml": PROJECT["Pulumi.yaml"],
            "app/__main__.py": "import pulumi_aws_native as aws\naws.sns.Topic('T')\n",
            "app/cloudformation.yaml": MODEL,
        }
    )
    before = tree()
    done = shell(line)
    assert done.status == 2
    assert f"{file}: error: " in done.err
    assert "not replaced\n" in done.err
    assert tree() == before


def test_a_template_in_the_projects_folder_is_replaced_by_the_next() -> None:
    write({**PROJECT, "__main__.py": "import pulumi_aws_native as aws\naws.sns.Topic('T')\n"})
    for _ in range(2):
        assert shell("export_ . -o template.yaml").status == 0


@pytest.mark.parametrize("name", ["cloudformation.yaml", "Pulumi.dev.yaml"])
def test_a_template_is_not_taken_for_what_stands_beside_the_program(name: str) -> None:
    write({**PROJECT, "__main__.py": "import pulumi_aws_native as aws\naws.sns.Topic('T')\n"})
    done = shell(f"export_ . -o {name}")
    assert (done.status, os.path.exists(name)) == (2, False)
    assert "is read with the program: give the template another name" in done.err
    assert shell(f"mkdir out; export_ . -o out/{name}").status == 0


def test_names_of_files_need_not_be_text() -> None:
    write({"template.yaml": "Resources: {A: {Type: AWS::None::Such}}\n"})
    os.rename(b"template.yaml", b"t\xff.yaml")
    done = shell("migrate t*.yaml -o made -q --report report.json")
    assert done.status == 0
    assert done.err.startswith("t\\udcff.yaml:1:")
    assert "t\\udcff.yaml" in Path("report.json").read_text()


def test_a_message_has_an_end() -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"x" * 5000: 1}}
    write({"template.json": json.dumps({"Resources": {"T": topic}})})
    done = shell("migrate template.json -o made")
    assert "xxx…xxx" in done.err
    assert len(done.err) < 2500


def test_what_is_not_seen_is_escaped_in_messages() -> None:
    assert visible("a\n b\t\x1b[31m\u202e\u200b\u00e9 😀") == r"a b \x1b[31m\u202e\u200bé 😀"
    assert shell(r"""migrate "$(printf 'x\033[2J')" """).err.startswith(r"x\x1b[2J: error: ")


def test_what_is_not_seen_is_escaped_in_what_was_written() -> None:
    write({"in/a\nb\x1b[2J.yaml": "Resources: {A: {Type: AWS::SNS::Topic}}\n"})
    done = shell("""migrate in/* -o "$(printf 'x\\033[2J')" """)
    assert done.out.startswith(r"wrote x\x1b[2J/: Pulumi.yaml, ")
    assert r"in/a\nb\x1b[2J.yaml  done  " in shell("migrate in -o made").err
