"""Programs in other languages: they are built, started, and told of in words."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

import converter
from converter.errors import ConversionError, ProgramError, SourceError
from converter.recorder.runtimes.trying import Pace
from converter.writers.pulumi_java import POM

from ..keeping import digest, kept
from ..sdks import java_programs
from ..sdks.generating import call, sdk, tool
from ..sdks.go_programs import module
from ..sdks.projects import in_go


def project(folder: Path, runtime: str, **files: str) -> Path:
    """A project in a language, with files whose names have an underscore before their ending."""
    (folder / "Pulumi.yaml").write_text(f"name: app\nruntime: {runtime}\n", encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def failure(folder: Path, **given: object) -> ConversionError:
    """Why a project cannot be exported."""
    with pytest.raises(ConversionError) as caught:
        converter.export(folder, concrete=True, **given)  # type: ignore[arg-type]
    return caught.value


MODULE = "module app\n\ngo 1.22\n"
HEAD = "package main\n\n"
GO_FAILURES = {
    "a type error": (
        f'{HEAD}func main() {{\n\tvar count int = "three"\n\t_ = count\n}}\n',
        ProgramError,
        'it does not compile: cannot use "three" (untyped string constant) as int value in '
        "variable declaration",
        4,
    ),
    "a missing package": (
        f'{HEAD}import "example.com/missing"\n\nfunc main() {{ missing.Run() }}\n',
        SourceError,
        "no required module provides package example.com/missing: run go mod tidy in {folder}",
        None,
    ),
    "a panic": (
        f"{HEAD}func main() {{\n\tvar sizes []int\n\tprintln(sizes[len(sizes)])\n}}\n",
        ProgramError,
        "runtime error: index out of range [0] with length 0",
        5,
    ),
    "an early end": (
        f'{HEAD}import (\n\t"fmt"\n\t"os"\n)\n\nfunc main() {{\n\tfmt.Println("bye")\n\t'
        "os.Exit(0)\n}\n",
        ProgramError,
        "the program ended before it was done, with status 0; the last that it said: bye",
        None,
    ),
    "no package main": (
        "package library\n",
        ProgramError,
        "the program has no package main",
        None,
    ),
}


@pytest.mark.parametrize("name", GO_FAILURES)
def test_a_program_in_go_that_fails_is_told_in_words(tmp_path: Path, name: str) -> None:
    tool("go")
    program, kind, words, line = GO_FAILURES[name]
    error = failure(project(tmp_path, "go", main_go=program, go_mod=MODULE))
    assert (type(error), error.message) == (kind, words.format(folder=tmp_path))
    assert error.line == line
    assert line is None or error.file == str(tmp_path / "main.go")


STANDING_STILL = """\
#!/bin/sh
sleep 600 &
echo $! > child
echo $$ > own
wait
"""


def executable(path: Path, text: str) -> Path:
    """A script that can be started."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def is_there(pid: int) -> bool:
    """Whether a process lives."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_a_run_has_not_much_more_time_than_those_that_went_well() -> None:
    pace = Pace(300)
    assert pace.seconds == 300
    pace.went(0.1)
    assert pace.seconds == 10
    pace.went(2)
    pace.went(1)
    assert pace.seconds == 40
    pace.went(30)
    assert pace.seconds == 300


def test_a_program_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    folder = project(tmp_path, "{name: go, options: {binary: ./program}}")
    executable(folder / "program", STANDING_STILL)
    error = failure(folder, timeout=1)
    assert error.message == "the program did not end within 1 seconds"
    started = [int((folder / name).read_text()) for name in ("own", "child")]
    deadline = time.monotonic() + 10
    while any(map(is_there, started)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(is_there, started))


@pytest.mark.parametrize(
    ("runtime", "files", "words"),
    [
        ("go", {"main_go": HEAD}, "a program in go needs the command go, which is not installed"),
        ("java", {"pom_xml": "<project/>"}, "a program in java needs the command mvn"),
        ("java", {"build_gradle": ""}, "a program in java needs the command gradle"),
        ("dotnet", {"app_csproj": "<Project/>"}, "a program in dotnet needs the command dotnet"),
        ("go", {}, "has no files in Go"),
        ("java", {}, "has no pom.xml and no build.gradle"),
        ("dotnet", {}, "has no project of .NET"),
        ("{name: go, options: {binary: app}}", {}, "names the binary app, which is not there"),
        ("{name: java, options: {binary: app.jar}}", {}, "names the binary app.jar"),
    ],
)
def test_what_is_missing_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str, files: dict[str, str], words: str
) -> None:
    if ("binary" not in runtime and files) or runtime == "dotnet":
        monkeypatch.setenv("PATH", str(tmp_path))
        executable(tmp_path / "dotnet", "") if not files else None
    error = failure(project(tmp_path, runtime, **files))
    assert isinstance(error, SourceError)
    assert words in error.message
    assert "\n" not in error.message


def test_a_language_that_nobody_runs_is_refused(tmp_path: Path) -> None:
    assert "the program's runtime is haskell" in failure(project(tmp_path, "haskell")).message


QUEUES = """\
package main

import (
	"encoding/base64"
	"strings"

	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		queue, err := sqs.NewQueue(ctx, "Queue", nil)
		if err != nil {
			return err
		}
		uses := []func(arn string) string{
USES
		}
		use := uses[config.New(ctx, "").RequireInt("use")]
		ctx.Export("Made", queue.Arn.ApplyT(use))
		return nil
	})
}
"""
ARN = {"Fn::GetAtt": ["Queue", "Arn"]}


def split(delimiter: str, source: object) -> dict[str, object]:
    """A text in parts."""
    return {"Fn::Split": [delimiter, source]}


def select(index: int, values: object) -> dict[str, object]:
    """One of some values."""
    return {"Fn::Select": [index, values]}


LOOKED_AT = "Made hangs on what is in a text that only the deployment knows"
CHANGED = "Made is made by cutting or changing a value that only the deployment knows"
TEXTS = {
    "arn": ARN,
    '"<" + arn + ">"': {"Fn::Sub": "<${Queue.Arn}>"},
    'strings.Split(arn, ":")[4]': select(4, split(":", ARN)),
    'strings.Split(strings.Split(arn, ":")[5], "/")[1]': select(
        1, split("/", select(5, split(":", ARN)))
    ),
    'strings.Join(strings.Split(arn, ":"), "-")': {"Fn::Join": ["-", split(":", ARN)]},
    "base64.StdEncoding.EncodeToString([]byte(arn))": {"Fn::Base64": ARN},
    '`{"arn":"` + arn + `"}`': {"Fn::ToJsonString": {"arn": ARN}},
    '`{"arn": "` + arn + `"}`': {"Fn::Sub": '{"arn": "${Queue.Arn}"}'},
    'arn[strings.LastIndex(arn, ":")+1:]': CHANGED,
    'strings.SplitN(arn + ":::", ":", 3)[2]': CHANGED,
    "strings.ToLower(arn)": CHANGED,
    "arn[3:]": CHANGED,
    'strings.ReplaceAll(arn, "sqs", "SQS")': CHANGED,
    'map[bool]string{true: "ours", false: "theirs"}[strings.Contains(arn, "123456789012")]': (
        LOOKED_AT
    ),
    'map[bool]string{true: "short", false: "long"}[len(arn) < 64]': LOOKED_AT,
}


PROGRAM = QUEUES.replace(
    "USES", "\n".join(f"\t\t\tfunc(arn string) string {{ return {made} }}," for made in TEXTS)
)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in Go that uses a text that only the deployment knows as its config says."""
    tool("go")

    def build(folder: Path) -> None:
        shutil.copytree(module(), folder / "source", symlinks=True)
        (folder / "source" / "main.go").write_text(PROGRAM, encoding="utf-8")
        call(tool("go"), "build", "-trimpath", "-o", folder / "program", folder=folder / "source")

    built = kept("go-texts", digest(module().name, PROGRAM), build) / "program"
    files = {"Pulumi.yaml": "name: app\nruntime: {name: go}\n", "main.go": PROGRAM}
    return in_go(files, [str(built)], tmp_path_factory.mktemp("texts"))


@pytest.mark.parametrize(("use", "made"), list(enumerate(TEXTS)), ids=list(TEXTS))
def test_what_becomes_of_an_unknown_text_is_found_out(use: int, made: str, texts: Path) -> None:
    expected, config = TEXTS[made], {"use": str(use)}
    if isinstance(expected, str):
        error = failure(texts, config=config)
        assert error.message.startswith(expected)
        assert error.line == line_of(PROGRAM, '"Made"')
    else:
        text = converter.export(texts, format="json", concrete=True, config=config)
        assert json.loads(str(text))["Outputs"]["Made"]["Value"] == expected


def line_of(program: str, text: str) -> int:
    """The line of a program that has a text."""
    return program[: program.index(text)].count("\n") + 1


JAVA = """\
package program;

import com.pulumi.Pulumi;
import com.pulumi.awsnative.sqs.Queue;
import com.pulumi.awsnative.sqs.QueueArgs;

public class App {
  public static void main(String[] args) {
    Pulumi.run(
        ctx -> {
          var name = ctx.config().require("name");
          var queue = new Queue("Queue", QueueArgs.builder().queueName(name).build());
          ctx.export("Arn", queue.arn());
          if (name.isEmpty()) {
            throw new IllegalStateException("no name");
          }
        });
  }
}
"""
QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}}


@pytest.fixture(scope="module")
def in_maven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in Java whose SDK is installed where `migrate` says that it is copied to."""
    tool("mvn")
    folder = tmp_path_factory.mktemp("java")
    (folder / "pom.xml").write_text(POM.replace("{name}", "app"), encoding="utf-8")
    declared = "name: app\nruntime: java\nconfig: {name: {type: string, default: jobs}}\n"
    (folder / "Pulumi.yaml").write_text(declared, encoding="utf-8")
    sources = folder / "src" / "main" / "java"
    for name in ("", "sqs", "sqs/inputs", "sqs/outputs", "sqs/enums", "inputs", "outputs", "enums"):
        for path in (sdk("java") / "src/main/java/com/pulumi/awsnative" / name).glob("*.java"):
            target = sources / "com/pulumi/awsnative" / name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    version = folder / "src/main/resources/com/pulumi/aws-native/version.txt"
    version.parent.mkdir(parents=True)
    version.write_text("1.84.0", encoding="utf-8")
    (sources / "program").mkdir()
    return folder


def with_app(folder: Path, program: str) -> Path:
    """The project with this program in it."""
    app = folder / "src" / "main" / "java" / "program" / "App.java"
    app.write_text(program, encoding="utf-8")
    return app


def test_maven_compiles_and_says_how_a_program_is_started(in_maven: Path) -> None:
    with_app(in_maven, JAVA)
    template = json.loads(str(converter.export(in_maven, format="json", concrete=True)))
    assert template["Resources"] == {"Queue": QUEUE}
    assert template["Outputs"] == {"Arn": {"Value": ARN}}


def test_an_exception_in_java_is_told_with_its_line(in_maven: Path) -> None:
    app = with_app(in_maven, JAVA)
    error = failure(in_maven, config={"name": ""})
    assert error.message == "java.lang.IllegalStateException: no name"
    assert (error.file, error.line) == (str(app), line_of(JAVA, "throw"))


def test_what_java_does_not_compile_is_told_with_its_line(in_maven: Path) -> None:
    app = with_app(in_maven, JAVA.replace("queueName(name)", "queueName(5)"))
    error = failure(in_maven)
    assert error.message.startswith("it does not compile: no suitable method found for queueName")
    assert (error.file, error.line) == (str(app), line_of(JAVA, "queueName"))


GRADLE = """\
plugins { id 'application' }
repositories { mavenCentral() }
dependencies { implementation 'com.pulumi:pulumi:1.20.0' }
mainClassName = 'program.App'
applicationDefaultJvmArgs = ['-Dgreeting=hello']
"""
HELLO = """\
package program;

import com.pulumi.Pulumi;

public class App {
  public static void main(String[] args) {
    Pulumi.run(
        ctx -> {
          throw new IllegalStateException(System.getProperty("greeting"));
        });
  }
}
"""


def in_gradle(folder: Path) -> Path:
    """A part of a project that is compiled with Gradle, and its program."""
    (folder / "settings.gradle").write_text("include 'app'\n", encoding="utf-8")
    sources = folder / "app" / "src" / "main" / "java" / "program"
    sources.mkdir(parents=True)
    (sources / "App.java").write_text(HELLO, encoding="utf-8")
    (folder / "app" / "build.gradle").write_text(GRADLE, encoding="utf-8")
    return project(folder / "app", "java")


def test_gradle_compiles_and_says_how_a_program_is_started(tmp_path: Path) -> None:
    tool("gradle")
    error = failure(in_gradle(tmp_path))
    assert error.message == "java.lang.IllegalStateException: hello"
    assert error.line == line_of(HELLO, "throw")


def test_a_projects_own_gradle_is_called_where_the_whole_project_is(tmp_path: Path) -> None:
    tool("mvn")
    folder = in_gradle(tmp_path)
    classes = tmp_path / "classes"
    java_programs.compile(folder / "src", classes)
    path = f"{classes}:{java_programs.classpath()}"
    script = f"""\
#!/bin/sh
for each in "$@"; do
  case $each in
    -PdescribeTo=*) told=${{each#-PdescribeTo=}};;
    :app:describeProgram) task=$each;;
  esac
done
[ "$PWD" = "{tmp_path.resolve()}" ] && [ -n "$task" ] || exit 1
printf '%s\\n%s\\n%s' program.App '{path}' -Dgreeting=hello > "$told"
"""
    executable(tmp_path / "gradlew", script)
    error = failure(folder)
    assert error.message == "java.lang.IllegalStateException: hello"
    assert error.line == line_of(HELLO, "throw")
