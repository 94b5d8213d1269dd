"""Programs that decide by what only a deployment knows are refused, with the place; programs that
only make something of it are not.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

import converter
from converter.errors import ProgramError
from converter.report import Report

from ..sdks import projects
from ..sdks.generating import tool
from ..sdks.go_programs import Programs

SDK = "github.com/pulumi/pulumi-aws-native/sdk/go/aws"
PACKAGES = {
    "pulumi": "github.com/pulumi/pulumi/sdk/v3/go/pulumi",
    "fmt": "fmt",
    "sort": "sort",
    "strings": "strings",
    "os": "os",
    "rand": "math/rand",
    "time": "time",
    "json": "encoding/json",
    "aws": SDK,
    "sns": f"{SDK}/sns",
    "sqs": f"{SDK}/sqs",
    "config": "github.com/pulumi/pulumi/sdk/v3/go/pulumi/config",
}
TOPIC = 'if _, err := sns.NewTopic(ctx, "Topic", nil); err != nil {\n\treturn err\n}\n'
QUEUE = """
queue, err := sqs.NewQueue(ctx, "Queue", nil)
if err != nil {
	return err
}
"""


def of_arn(body: str) -> str:
    """A program with an output made of an ARN."""
    return f'{QUEUE}ctx.Export("Made", queue.Arn.ApplyT(func(arn string) string {{\n{body}\n}}))\n'


def of_zones(body: str) -> str:
    """A program with an output made of the names of zones."""
    return (
        f"{TOPIC}zones := aws.GetAzsOutput(ctx, aws.GetAzsOutputArgs{{}}).Azs()\n"
        f'ctx.Export("Made", zones.ApplyT(func(azs []string) []string {{\n{body}\n}}))\n'
    )


def told(body: str) -> str:
    """A program that asks for the zones, and for its config, at once."""
    return (
        "zones, err := aws.GetAzs(ctx, nil)\nif err != nil {\n\treturn err\n}\n"
        f"azs := zones.Azs\n{body}\n"
    )


def line_of(program: str, text: str) -> int:
    """The line of a program that has a text."""
    return program[: program.index(text)].count("\n") + 1


LOOKED_AT = {
    "a comparison": of_arn('if arn == "arn:x" {\n\treturn "yes"\n}\nreturn "no"'),
    "a comparison that keeps the value": of_arn(
        'if arn == "arn:x" {\n\treturn "special " + arn\n}\nreturn arn'
    ),
    "the beginning": of_arn(
        'if strings.HasPrefix(arn, "arn:aws-cn:") {\n\treturn "cn-" + arn\n}\nreturn arn'
    ),
    "the end": of_arn('return strings.TrimSuffix(arn, ".fifo")'),
    "a switch": of_arn('switch arn {\ncase "a", "b":\n\treturn "first"\n}\nreturn "other"'),
    "a length": of_arn('if len(arn) < 9 {\n\treturn "short"\n}\nreturn arn'),
    "a function's own word": of_arn(
        'is := func(it string) bool { return it == "special" }\n'
        'if is(arn) {\n\treturn "s" + arn\n}\nreturn arn'
    ),
    "a part": of_arn(
        'parts := strings.Split(arn, ":")\n'
        'if parts[1] == "aws-cn" {\n\treturn "cn"\n}\nreturn parts[4]'
    ),
    "a number of zones": "zones := aws.GetAzsOutput(ctx, aws.GetAzsOutputArgs{}).Azs()\n"
    'ctx.Export("Made", zones.ApplyT(func(azs []string) int { return len(azs) }))\n',
    "at most three zones": of_zones("return azs[:min(len(azs), 3)]"),
    "a number of zones that decides": told(
        'size := "small"\nif len(azs) > 2 {\n\tsize = "large"\n}\n'
        'ctx.Export("Made", pulumi.String(size))'
    ),
    "a zone's name": told(
        'made := azs[0]\nif strings.HasSuffix(made, "1a") {\n\tmade = "first " + made\n}\n'
        'ctx.Export("Made", pulumi.String(made))'
    ),
    "two values that may be the same": f"""{QUEUE}
other, err := sqs.NewQueue(ctx, "Other", nil)
if err != nil {{
	return err
}}
ctx.Export("Made", pulumi.All(queue.Arn, other.Arn).ApplyT(func(arns []any) string {{
	if arns[0] == arns[1] {{
		return "one"
	}}
	return fmt.Sprint(arns[0], arns[1])
}}))
""",
    "a decision under a condition": f"""{QUEUE}
if config.New(ctx, "").Require("stage") == "prod" {{
	ctx.Export("Made", queue.Arn.ApplyT(func(arn string) string {{
		return strings.TrimPrefix(arn, "arn:")
	}}))
}}
""",
}
REFUSED = {
    "zones in order": of_zones("sort.Strings(azs)\nreturn azs"),
    "the last zone": of_zones("return azs[len(azs)-1:]"),
    "all zones but one": of_zones("return azs[1:]"),
    "something of each zone": of_zones(
        "made := []string{}\n"
        'for _, az := range azs {\n\tmade = append(made, "x-"+az)\n}\nreturn made'
    ),
}
MANY = ", ".join(f'"{letter}": 1' for letter in "abcdefghijklmnop")
BY_CHANCE = {
    "names in a map's order": (
        f'names := ""\nfor name := range map[string]int{{{MANY}}} {{\n'
        '\tnames += name\n}\nctx.Export("Made", pulumi.String(names))'
    ),
    "a list in a map's order": f"""{TOPIC}items := []string{{}}
for name := range map[string]int{{{MANY}}} {{
	items = append(items, name)
}}
ctx.Export("Made", pulumi.ToStringArray(items))
""",
    "chance": 'ctx.Export("Made", pulumi.Int(rand.Int()))',
    "time": 'ctx.Export("Made", pulumi.String(time.Now().String()))',
}
OF_THIS_RUN = f"""{TOPIC}
stage := os.Getenv("DEPLOYMENT_STAGE")
if stage == "" {{
	stage = "none"
}}
ctx.Export("Made", pulumi.String(stage+time.Now().Format("2006")))
"""
NAMED = """
cfg := config.New(ctx, "")
stage := cfg.Require("stage")
queue, err := sqs.NewQueue(ctx, stage+"-queue", nil)
if err != nil {
	return err
}
if stage == "prod" {
	if _, err := sns.NewTopic(ctx, fmt.Sprintf("%s-alarms", stage), nil); err != nil {
		return err
	}
}
if _, err := sns.NewTopic(ctx, ctx.Stack()+"-topic", nil); err != nil {
	return err
}
ctx.Export("Made", queue.Arn)
"""
ARN = {"Fn::GetAtt": ["Queue", "Arn"]}
SAID = {
    "a value in a text": (of_arn('return "<" + arn + ">"'), {"Fn::Sub": "<${Queue.Arn}>"}),
    "a part": (
        of_arn('return strings.Split(arn, ":")[4]'),
        {"Fn::Select": [4, {"Fn::Split": [":", ARN]}]},
    ),
    "a part of a part, of which nothing fails where there is none": (
        QUEUE + "at := func(it pulumi.StringOutput, by string, index int) pulumi.StringOutput {\n"
        "return it.ApplyT(func(it string) []string { return strings.Split(it, by) })"
        ".(pulumi.StringArrayOutput).Index(pulumi.Int(index))\n}\n"
        'ctx.Export("Made", at(at(queue.Arn, "/", 2), "-", 4))\n',
        {"Fn::Select": [4, {"Fn::Split": ["-", {"Fn::Select": [2, {"Fn::Split": ["/", ARN]}]}]}]},
    ),
    "two zones": (
        of_zones("return azs[:2]"),
        {"Fn::ToJsonString": [{"Fn::Select": [n, {"Fn::GetAZs": ""}]} for n in (0, 1)]},
    ),
    "all zones": (of_zones("return azs"), {"Fn::Join": [",", {"Fn::GetAZs": ""}]}),
    "JSON": (
        of_arn('made, _ := json.Marshal(map[string]string{"arn": arn})\nreturn string(made)'),
        {"Fn::ToJsonString": {"arn": ARN}},
    ),
}
ALL = {
    **{f"looked at: {name}": it for name, it in LOOKED_AT.items()},
    **{f"refused: {name}": it for name, it in REFUSED.items()},
    **{f"chance: {name}": it for name, it in BY_CHANCE.items()},
    "this run": OF_THIS_RUN,
    "names": NAMED,
    **{f"said: {name}": it for name, (it, _) in SAID.items()},
}
REFUSALS = {"looked at": LOOKED_AT, "refused": REFUSED, "chance": BY_CHANCE}
WORDS = {
    "looked at": "Made hangs on what is in a text that only the deployment knows",
    "chance": "Made is not the same in two runs",
}
PROJECT = "name: app\nruntime: go\nconfig:\n  stage: {type: string, default: dev}\n"


def whole(body: str) -> str:
    """A whole program."""
    used = (path for name, path in PACKAGES.items() if f"{name}." in f"pulumi.{body}")
    imports = "".join(f'\t"{path}"\n' for path in used)
    lines = "".join(f"\t\t{line}\n" for line in body.splitlines())
    return (
        f"package main\n\nimport (\n{imports})\n\nfunc main() {{\n"
        f"\tpulumi.Run(func(ctx *pulumi.Context) error {{\n{lines}\t\treturn nil\n\t}})\n}}\n"
    )


@cache
def compiled() -> Programs:
    """All of them."""
    return Programs({name: {"main.go": whole(body)} for name, body in ALL.items()}, "looking")


def project(name: str, folder: Path) -> Path:
    """A project with one of them."""
    tool("go")
    files = {"Pulumi.yaml": PROJECT, "main.go": whole(ALL[name])}
    return projects.in_go(files, compiled().command(name), folder)


@pytest.mark.parametrize(
    "name", [f"{kind}: {name}" for kind, names in REFUSALS.items() for name in names]
)
def test_what_a_deployment_would_decide_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProgramError) as caught:
        converter.export(project(name, tmp_path))
    error = caught.value
    assert error.line == line_of(whole(ALL[name]), '"Made"')
    assert error.message.startswith(WORDS.get(name.partition(":")[0], ""))


def test_what_the_clock_or_the_environment_gives_is_told(tmp_path: Path) -> None:
    report = Report()
    converter.export(project("this run", tmp_path), report=report)
    told = [(it.message.partition(" ")[0], it.line) for it in report]
    program = whole(OF_THIS_RUN)
    assert told == [(it, line_of(program, it)) for it in ("os.Getenv", "time.Now")]


def test_a_resource_whose_name_is_made_of_config_is_one_resource(tmp_path: Path) -> None:
    template = json.loads(str(converter.export(project("names", tmp_path), format="json")))
    conditions = {name: it.get("Condition") for name, it in template["Resources"].items()}
    assert conditions == {"DevQueue": None, "ProdAlarms": "StageIsProd", "DevTopic": None}
    assert template["Outputs"]["Made"]["Value"] == {"Fn::GetAtt": ["DevQueue", "Arn"]}
    assert "AllowedValues" not in template["Parameters"]["stage"]


@pytest.mark.parametrize("name", SAID)
def test_what_is_made_of_it_is_said(name: str, tmp_path: Path) -> None:
    text = converter.export(project(f"said: {name}", tmp_path), format="json")
    assert json.loads(str(text))["Outputs"]["Made"]["Value"] == SAID[name][1]
