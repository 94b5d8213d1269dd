"""Programs in Java and what else runs on its machine: compiled by Maven or Gradle, or a jar."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from ...errors import SourceError
from ..project import Project
from .building import build, failure, missing, tool
from .maven import Pom
from .starting import Fault, Frame, Prepared, first_line

_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
_CLASSPATH_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath"
_COMPLAINT = re.compile(
    r"^(?:\[ERROR\] )?(?P<file>/?\S[^\n:]*\.\w+):(?:\[(?=\d))?(?P<line>\d+)"
    r"(?:,\d+\]|:(?:\d+:)?)(?: error:)? (?P<words>.+)$",
    re.MULTILINE,
)
_UNRESOLVED = re.compile(r"(?:Could not resolve|Could not find|could not be resolved).*")
_GRADLE_ROOTS = ("settings.gradle", "settings.gradle.kts")
_GRADLE_FILES = (*_GRADLE_ROOTS, "build.gradle", "build.gradle.kts")
_UNHANDLED = re.compile(r"unhandled exception:?\s*(.+)", re.DOTALL)
_CAUSE = re.compile(r"^Caused by: ", re.MULTILINE)
_FRAME = re.compile(r"^\s+at (?:\S+/)?([\w$.]+)\.[\w$<>]+\(([\w$]+\.\w+):(\d+)\)", re.MULTILINE)


def prepare(project: Project, folder: Path, timeout: float) -> Prepared:
    """Prepare a program, as `preparing.Prepare` says."""
    jar, executor = project.option("binary"), project.option("use-executor") or ""
    if jar is not None and jar.lower().endswith(".jar"):
        return _jar(project, jar)
    if "mvn" in executor or (not executor and (project.folder / "pom.xml").is_file()):
        return _with_maven(project, executor, folder, timeout)
    if "gradle" in executor or any((project.folder / it).is_file() for it in _GRADLE_FILES):
        return _with_gradle(project, executor, folder, timeout)
    raise SourceError(
        f"{project.folder} has no pom.xml and no build.gradle; build a jar, and name it with the "
        "runtime's option binary"
    )


def _java(project: Project) -> list[str]:
    home = os.environ.get("JAVA_HOME")
    named = os.path.join(home, "bin", "java") if home else ""
    found = named if os.path.isfile(named) else tool("java", project, "install a JDK")
    return [found, *_QUICK]


def _jar(project: Project, jar: str) -> Prepared:
    path = os.path.join(project.folder, jar)
    if not os.path.isfile(path):
        raise SourceError(f"Pulumi.yaml names the binary {jar}, which is not there: build it")
    return Prepared([*_java(project), "-jar", path], project.folder, explain)


def _with_maven(project: Project, executor: str, folder: Path, timeout: float) -> Prepared:
    """Compile with Maven, which tells the classpath; a program that only Maven can start is started
    by it each time.
    """
    maven = _wrapper(project, executor, project.folder, "mvnw", "mvn", "install Maven")
    told = folder / "classpath"
    quiet = ["-q", "-B", "--no-transfer-progress", "-Dstyle.color=never"]
    command = [maven, *quiet, "compile"]
    classpath = [_CLASSPATH_GOAL, f"-Dmdep.outputFile={told}", "-Dmdep.includeScope=runtime"]
    _compile(project, [*command, *classpath], project.folder, timeout)
    pom = Pom(project.folder / "pom.xml")
    main = pom.main_class()
    if main is None or not os.path.isfile(pom.class_file(main)) or not told.is_file():
        return Prepared([*command, "exec:java"], project.folder, explain)
    path = os.pathsep.join((str(pom.classes()), told.read_text(encoding="utf-8").strip()))
    variables = {"CLASSPATH": path}
    return Prepared([*_java(project), main], project.folder, explain, variables)


def _with_gradle(project: Project, executor: str, folder: Path, timeout: float) -> Prepared:
    """Compile with Gradle; its own task ``run`` tells how it would start the program."""
    root = _gradle_root(project.folder)
    gradle = _wrapper(project, executor, root, "gradlew", "gradle", "install Gradle")
    told, script = folder / "run", folder / "describe.gradle"
    script.write_text(_DESCRIBE, encoding="utf-8")
    inside = project.folder.relative_to(root).parts
    task = "".join(f":{step}" for step in inside) + ":describeProgram"
    options = ["--no-daemon", "--console=plain", "-Dorg.gradle.configuration-cache=false"]
    command = [gradle, "-q", *options, "--init-script", str(script), f"-PdescribeTo={told}", task]
    _compile(project, command, root, timeout)
    if not told.is_file():
        raise SourceError(f"{os.path.basename(gradle)} does not tell how the program is started")
    main, path, *arguments = told.read_text(encoding="utf-8").split("\n")
    return Prepared(
        [*_java(project), *arguments, main], project.folder, explain, {"CLASSPATH": path}
    )


_DESCRIBE = """\
allprojects {
    afterEvaluate { project ->
        def run = project.tasks.findByName('run')
        if (run instanceof JavaExec) {
            project.tasks.create('describeProgram') {
                dependsOn run.classpath
                doLast {
                    def main = run.hasProperty('mainClass') ? run.mainClass.get() : run.main
                    def given = (run.allJvmArgs + run.jvmArgs).unique()
                    def lines = [main, run.classpath.asPath] + given
                    new File(project.property('describeTo')).text = lines.join('\\n')
                }
            }
        }
    }
}
"""


def _gradle_root(folder: Path) -> Path:
    for each in (folder, *folder.parents):
        if any((each / name).is_file() for name in _GRADLE_ROOTS):
            return each
    return folder


def _wrapper(
    project: Project, executor: str, root: Path, wrapper: str, name: str, advice: str
) -> str:
    """The command that compiles: what the project names, its own wrapper, or the installed one."""
    own = root / (executor or wrapper)
    if os.path.isfile(own) and os.access(own, os.X_OK):
        return str(own)
    return shutil.which(executor) or tool(name, project, advice)


def _compile(project: Project, command: list[str], folder: Path, timeout: float) -> None:
    ended = build(command, folder, timeout)
    if ended.status == 0:
        return
    said = f"{ended.stdout}\n{ended.stderr}"
    unresolved = _UNRESOLVED.search(said)
    if unresolved is not None and _COMPLAINT.search(said) is None:
        name = os.path.basename(command[0])
        task = "compile" if name.startswith("mvn") else "build"
        raise missing(unresolved[0], f"{name} {task}", project)
    raise failure(command, ended, folder, _COMPLAINT, project)


def explain(said: str) -> Fault | None:
    """Give the fault in what a program said: an exception, its innermost cause first."""
    unhandled = _UNHANDLED.search(said)
    if unhandled is None:
        return None
    traces = _CAUSE.split(unhandled[1])[::-1]
    frames = [frame for trace in traces for frame in _frames(trace)]
    return Fault(first_line(traces[0]), frames)


def _frames(trace: str) -> list[Frame]:
    return [
        ("/".join([*name.split(".")[:-1], file]), int(line))
        for name, file, line in _FRAME.findall(trace)
    ]
