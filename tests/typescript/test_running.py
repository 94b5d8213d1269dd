"""How programs in TypeScript and JavaScript are found, run and, where they fail, told."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import converter
from converter.errors import ConversionError
from converter.pulumi import ConfigValue, Equal, Json
from converter.report import Report

from .. import node
from .programs import write

MODULES = Path(__file__).parent / "package.json"
IMPORTS = """\
import * as aws from "@pulumi/aws-native";
import * as pulumi from "@pulumi/pulumi";
const env = new pulumi.Config().require("env");
"""
QUEUE = 'new aws.sqs.Queue("Q", { delaySeconds: delayOf(env) });\n'
DELAY = 'export const delayOf = (env) => (env === "prod" ? 3 : 1);\n'
CONDITION = '{"Fn::If": ["EnvIsProd", 3, 1]}'


def project(folder: Path, files: dict[str, str], options: str = "") -> Path:
    """A project with the npm packages that it needs."""
    folder.mkdir(exist_ok=True)
    (folder / "node_modules").symlink_to(node.modules(MODULES))
    return write({"Pulumi.yaml": f"name: p\nruntime: nodejs\n{options}", **files}, folder)


def delay(folder: Path) -> str:
    """What the exported template says of the queue's delay."""
    template = converter.export(folder, format="json")
    assert isinstance(template, str)
    found = json.loads(template)["Resources"]["Q"]["Properties"]["DelaySeconds"]
    return json.dumps(found)


@pytest.mark.parametrize(
    "files",
    [
        {"index.ts": IMPORTS + 'import { delayOf } from "./delay";\n' + QUEUE, "delay.ts": DELAY},
        {
            "index.js": 'const aws = require("@pulumi/aws-native");\n'
            'const pulumi = require("@pulumi/pulumi");\n'
            'const { delayOf } = require("./lib/delay");\n'
            'const env = new pulumi.Config().require("env");\n' + QUEUE,
            "lib/delay.js": DELAY.replace("export const delayOf", "exports.delayOf"),
        },
        {
            "package.json": '{"type": "module", "main": "src/main.ts"}',
            "src/main.ts": IMPORTS + 'import { delayOf } from "./delay.js";\n'
            "const { region } = await aws.getRegion();\n"
            'let where = ""; if (env === "prod") { where = await Promise.resolve(region); }\n'
            "export { region, where };\n" + QUEUE,
            "src/delay.ts": DELAY,
        },
        {
            "package.json": '{"main": "bin/app"}',
            "bin/app.ts": IMPORTS + 'import delayOf from "../delay";\nexport = async () => {\n'
            f"{QUEUE}  return {{ env }};\n}};\n",
            "delay/index.ts": "export default " + DELAY.partition("= ")[2],
        },
        {
            "package.json": '{"main": "app.mjs"}',
            "app.mjs": IMPORTS + 'import { delayOf } from "./delay.mjs";\n'
            "const { region } = await aws.getRegion();\nexport { region };\n" + QUEUE,
            "delay.mjs": DELAY,
        },
    ],
    ids=["TypeScript", "JavaScript", "an ES module", "a function", "an .mjs"],
)
def test_a_program_is_found_and_run(files: dict[str, str], tmp_path: Path) -> None:
    assert delay(project(tmp_path, files)) == CONDITION


def test_the_project_says_where_the_program_is(tmp_path: Path) -> None:
    files = {"infra/index.ts": IMPORTS + DELAY + QUEUE}
    assert delay(project(tmp_path, files, "main: infra\n")) == CONDITION


def refusal(folder: Path) -> str:
    """Why a program is refused, as a compiler would say it."""
    with pytest.raises(ConversionError) as caught:
        converter.export(folder)
    error = caught.value
    place = f"{Path(error.file).name}:{error.line}: " if error.file and error.line else ""
    return place + error.message


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("const a = ;\n", "index.ts:4: SyntaxError: Expression expected."),
        ('throw new Error("no\\nmore");\n', "index.ts:4: Error: no"),
        (
            "const q = new aws.sqs.Queue('Q');\nq.arn.apply((it) => { throw new Error('no'); });\n",
            "index.ts:5: Error: no",
        ),
        ("\nfoo();\n", "index.ts:5: ReferenceError: foo is not defined"),
        ("let a: any;\na.b.c;\n", "index.ts:5: TypeError: Cannot read properties of undefined"),
        ('import "./gone";\n', "index.ts:4: Error: Cannot find module './gone'"),
        ("process.exit(3);\n", "index.ts:4: the program ended itself before it was done"),
        ('pulumi.log.error("no");\n', "index.ts:4: the program logs an error: no"),
        ("Promise.reject(new Error('no'));\n", "index.ts:4: Error: no"),
        ("export const a = Promise.reject(new Error('no'));\n", "index.ts:4: Error: no"),
        (
            'new aws.sqs.Queue("Q", { queueName: env.toUpperCase() });\n',
            "index.ts:4: toUpperCase() of the config value env cannot be said in a template; "
            "fix the value with -c KEY=VALUE, or use --concrete",
        ),
    ],
)
def test_a_program_that_fails_is_told_with_its_line(
    program: str, words: str, tmp_path: Path
) -> None:
    folder = project(tmp_path, {"index.ts": IMPORTS + program})
    assert refusal(folder).startswith(words)


def test_a_program_that_says_itself_that_it_failed_has_failed(tmp_path: Path) -> None:
    program = """
async function main() {
    new aws.sqs.Queue("One");
    throw new Error("before the second");
}
main().catch(() => { process.exitCode = 1; });
"""
    folder = project(tmp_path, {"index.ts": IMPORTS + program})
    assert refusal(folder).endswith("the program failed, with process.exitCode 1")


def test_packages_that_are_not_installed_are_told_with_the_command(tmp_path: Path) -> None:
    files = {"Pulumi.yaml": "name: p\nruntime: nodejs\n", "index.ts": "", "yarn.lock": ""}
    write(files, tmp_path)
    words = f"the program's packages are not installed: run yarn install in {tmp_path}"
    assert refusal(tmp_path) == words


def test_a_compiler_that_cannot_read_for_others_is_told(tmp_path: Path) -> None:
    modules = node.modules(MODULES)
    (tmp_path / "node_modules" / "@pulumi").mkdir(parents=True)
    for name in ("pulumi", "aws-native"):
        (tmp_path / "node_modules" / "@pulumi" / name).symlink_to(modules / "@pulumi" / name)
    (tmp_path / "node_modules" / "typescript").symlink_to(modules / "typescript-7")
    write({"Pulumi.yaml": "name: p\nruntime: nodejs\n", "index.ts": ""}, tmp_path)
    assert refusal(tmp_path).endswith("npm install --save-dev typescript@5")


def test_fixed_values_are_followed_as_they_are(tmp_path: Path) -> None:
    program = 'new aws.sqs.Queue("Q", { delaySeconds: env.length * 2 });\n'
    folder = project(tmp_path, {"index.ts": IMPORTS + program})
    template = converter.export(folder, config={"env": "prod"}, format="json")
    assert isinstance(template, str)
    assert json.loads(template)["Resources"]["Q"]["Properties"] == {"DelaySeconds": 8}


def test_what_is_not_set_is_left_out_of_a_map_where_all_is_fixed(tmp_path: Path) -> None:
    program = (
        "const config = new pulumi.Config();\n"
        'const [size, key] = [config.get("size"), config.getSecret("key")];\n'
        'const tags = { a: "x", b: size as string, c: key as any };\n'
        'new aws.ssm.Parameter("P", { type: "String", value: "x", tags });\n'
        "const variables: Record<string, any> = { A: env, B: size };\n"
        'new aws.lambda.Function("F", { role: "r", code: {}, environment: { variables } });\n'
    )
    folder = project(tmp_path, {"index.ts": IMPORTS + program})
    template = converter.export(folder, concrete=True, config={"env": "prod"}, format="json")
    assert isinstance(template, str)
    resources = json.loads(template)["Resources"]
    assert resources["P"]["Properties"]["Tags"] == {"a": "x"}
    assert resources["F"]["Properties"]["Environment"] == {"Variables": {"A": "prod"}}


def test_an_array_of_texts_is_a_list(tmp_path: Path) -> None:
    program = (
        'const names = new pulumi.Config().requireObject<string[]>("names");\n'
        'new aws.sqs.Queue("Q", { queueName: names[0] + names.join("-") });\n'
    )
    config = "config:\n  names: {type: array, items: {type: string}, default: [a, b]}\n"
    folder = project(tmp_path, {"index.ts": IMPORTS + program}, config)
    template = converter.export(folder, format="json")
    assert isinstance(template, str)
    found = json.loads(template)
    assert found["Parameters"]["names"] == {"Type": "CommaDelimitedList", "Default": "a,b"}
    name = found["Resources"]["Q"]["Properties"]["QueueName"]
    items = [{"Fn::Select": [0, {"Ref": "names"}]}, {"Fn::Join": ["-", {"Ref": "names"}]}]
    assert name == {"Fn::Join": ["", items]}


def test_prettier_leaves_what_runs_programs_as_it_is() -> None:
    prettier = node.modules(MODULES) / "prettier" / "bin" / "prettier.cjs"
    child = Path(converter.__file__).parent / "recorder" / "node"
    command = ["node", str(prettier), "--print-width", "100", "--list-different", str(child)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == ("", 0)


PARTS = """\
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws-native");
exports.Part = class Part extends pulumi.ComponentResource {
  constructor(name, big) {
    super("acme:parts:Part", name);
    new aws.sqs.Queue("Q", { delaySeconds: big ? 3 : 1 }, { parent: this });
  }
};
exports.kept = (list, test) => list.filter(test);
"""
NOT_SEEN = "of the config value env cannot be said in a template"


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ('new Part("P", env === "prod");', f"Part() {NOT_SEEN}"),
        (
            'class Mine extends Part { constructor() { super("P", env === "prod"); } }\n'
            "new Mine();",
            f"Part() {NOT_SEEN}",
        ),
        ('kept(["dev"], (it) => it === env);', "the config value env is given to a library"),
    ],
)
def test_a_library_that_may_look_at_a_symbol_gets_none(
    program: str, words: str, tmp_path: Path
) -> None:
    modules = node.modules(MODULES)
    write(
        {
            "Pulumi.yaml": "name: p\nruntime: nodejs\n",
            "index.ts": IMPORTS + f'import {{ Part, kept }} from "parts";\n{program}\n',
            "node_modules/parts/index.js": PARTS,
        },
        tmp_path,
    )
    for path in modules.iterdir():
        (tmp_path / "node_modules" / path.name).symlink_to(path)
    assert words in refusal(tmp_path)


def test_a_file_beside_the_project_is_the_programs_own(tmp_path: Path) -> None:
    write({"lib/delay.ts": DELAY}, tmp_path)
    files = {"index.ts": IMPORTS + 'import { delayOf } from "../lib/delay";\n' + QUEUE}
    assert delay(project(tmp_path / "app", files)) == CONDITION


def test_modules_are_there_however_they_are_asked_for(tmp_path: Path) -> None:
    program = """\
const { sns } = aws;
const copied = { ...aws };
const names = Object.keys(aws).filter((name) => ["sagemaker", "xray"].includes(name));
const kinds = [...names, "sqs" in aws, typeof pulumi.automation];
new sns.Topic("T", { displayName: kinds.join("-") });
new copied["sqs"].Queue("Q");
for (const [name, module] of Object.entries(aws)) {
  if (name === "xray") new (module as typeof aws.xray).Group("G", { groupName: "g" });
}
new aws.sagemaker.Model("M", {
  executionRoleArn: "arn",
  primaryContainer: { mode: aws.types.enums.sagemaker.ModelContainerDefinitionMode.SingleModel },
});
"""
    folder = project(tmp_path, {"index.ts": IMPORTS + program})
    template = converter.export(folder, format="json")
    assert isinstance(template, str)
    found = json.loads(template)["Resources"]
    assert {name: each["Type"] for name, each in found.items()} == {
        "T": "AWS::SNS::Topic",
        "Q": "AWS::SQS::Queue",
        "G": "AWS::XRay::Group",
        "M": "AWS::SageMaker::Model",
    }
    assert found["T"]["Properties"] == {"DisplayName": "sagemaker-xray-true-object"}
    assert found["M"]["Properties"]["PrimaryContainer"] == {"Mode": "SingleModel"}


def test_what_node_compiles_is_kept_beside_the_packages(tmp_path: Path) -> None:
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    if tuple(map(int, version.removeprefix("v").split(".")[:2])) < (22, 10):
        pytest.skip("Node keeps it from 22.10 on")
    packages = tmp_path / "node_modules"
    packages.mkdir()
    for each in node.modules(MODULES).iterdir():
        (packages / each.name).symlink_to(each)
    files = {"index.ts": IMPORTS + QUEUE.replace("delayOf(env)", 'env === "prod" ? 3 : 1')}
    folder = write({"Pulumi.yaml": "name: p\nruntime: nodejs\n", **files}, tmp_path)
    assert delay(folder) == delay(folder) == CONDITION
    assert [*(packages / ".cache" / "cfn2pulumi").rglob("*")]


@pytest.mark.parametrize(
    ("stack", "name", "codes"),
    [("acme/p/dev", "acme", []), ("dev", "organization", ["organization"])],
)
def test_concrete_knows_the_organization_from_the_name_of_the_stack(
    stack: str, name: str, codes: list[str], tmp_path: Path
) -> None:
    text = IMPORTS.replace("const env", "export const name = pulumi.getOrganization(); //")
    folder = project(tmp_path / "p", {"index.ts": text})
    report = Report()
    program = converter.record(folder, stack=stack, concrete=True, report=report)
    assert program.exports["name"].value == name
    assert [finding.code for finding in report] == codes


def test_what_is_encrypted_in_an_object_is_a_secret_parameter(tmp_path: Path) -> None:
    files = {
        "index.ts": 'import * as pulumi from "@pulumi/pulumi";\n'
        'const db = new pulumi.Config().requireObject<any>("db");\n'
        'export const same = db.password === "x" ? "yes" : "no";\n'
        "export const text = JSON.stringify(db);\n",
        "Pulumi.dev.yaml": "config: {p:db: {user: admin, password: {secure: v1:abc}}}\n",
    }
    program = converter.record(project(tmp_path / "p", files))
    password = ConfigValue("dbPassword")
    assert program.config["dbPassword"].secret
    assert program.exports["text"].value == Json({"user": "admin", "password": password})
    assert [*program.conditions.values()] == [Equal(password, "x")]
