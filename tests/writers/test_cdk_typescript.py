"""Stacks as CDK apps in TypeScript: what is written."""

from __future__ import annotations

import json
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

import converter
from converter.readers.template import read_text
from converter.writers import cdk_typescript
from converter.writers.names import camel_case
from converter.writers.typescript.layout import Code, Group, Ternary, array, assigned, call
from converter.writers.typescript.literals import key, string

from .. import cases

TEMPLATE = """
    Description: A model
    Parameters:
      Name: {Type: String}
      Default: {Type: Number, Default: 2}
    Conditions:
      Named: !Not [!Equals [!Ref Name, '']]
    Resources:
      # Keeps the artifacts
      Bucket: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}
      Model:
        Type: AWS::SageMaker::Model
        Condition: Named
        DependsOn: Bucket
        Properties:
          ModelName: !Ref Name
          Unknown: 1
          PrimaryContainer:
            Image: !If [Named, a, b]
            Environment: {MY_KEY: !GetAtt Bucket.Arn, other-key: 'say "a"'}
          Small: 1.5e-7
          Tags: [{Key: stage, Value: !Sub '${Name}-x'}]
    Outputs:
      Model: {Value: !GetAtt Model.ModelName}
"""
STACK = """\
import * as cdk from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as sagemaker from "aws-cdk-lib/aws-sagemaker";
import { Construct } from "constructs";

/** A model */
export class MyModelStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    this.templateOptions.description = "A model";

    const name = new cdk.CfnParameter(this, "Name");

    const defaultParameter = new cdk.CfnParameter(this, "DefaultParameter", {
      type: "Number",
      default: 2,
    });
    defaultParameter.overrideLogicalId("Default");

    const named = new cdk.CfnCondition(this, "Named", {
      expression: cdk.Fn.conditionNot(
        cdk.Fn.conditionEquals(name.valueAsString, ""),
      ),
    });

    // Keeps the artifacts
    const bucket = new s3.CfnBucket(this, "Bucket");
    bucket.cfnOptions.deletionPolicy = cdk.CfnDeletionPolicy.RETAIN;

    const model = new sagemaker.CfnModel(this, "Model", {
      modelName: name.valueAsString,
      primaryContainer: {
        image: cdk.Token.asString(
          cdk.Fn.conditionIf(named.logicalId, "a", "b"),
        ),
        environment: { MY_KEY: bucket.attrArn, "other-key": 'say "a"' },
      },
      tags: [{ key: "stage", value: cdk.Fn.sub("${Name}-x") }],
    });
    model.cfnOptions.condition = named;
    model.addPropertyOverride("Unknown", 1);
    model.addPropertyOverride("Small", 1.5e-7);
    model.addResourceDependency(bucket);

    new cdk.CfnOutput(this, "ModelOutput", {
      key: "Model",
      value: model.attrModelName,
    });
  }
}
"""


def test_a_stack() -> None:
    stack = read_text(textwrap.dedent(TEMPLATE), "template.yaml")
    files = cdk_typescript.write(stack, "my-model")
    assert files["lib/my-model-stack.ts"] == STACK
    assert 'new MyModelStack(app, "my-model", {' in files["bin/app.ts"]
    assert json.loads(files["cdk.json"])["app"] == "npx tsx bin/app.ts"
    assert "aws-cdk-lib" in json.loads(files["package.json"])["dependencies"]


def test_what_has_no_construct_is_put_into_the_template() -> None:
    text = textwrap.dedent(
        """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Runtime: python3.12}}
        Resources: {Topic: {Type: AWS::SNS::Topic}}
        """
    )
    files = cdk_typescript.write(read_text(text, "template.yaml"))
    assert json.loads(files["additions.json"]) == {
        "Globals": {"Function": {"Runtime": "python3.12"}}
    }
    assert "additions.json" in files["bin/app.ts"]


@pytest.mark.parametrize("case", cases.CASES)
def test_every_fixture_is_written(case: str) -> None:
    files = converter.write(converter.read(cases.template(case)), "cdk-typescript", name=case)
    assert f"lib/{case.removesuffix('-stack')}-stack.ts" in files


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a", '"a"'),
        ('say "a"', "'say \"a\"'"),
        ("a\nb", '"a\\nb"'),
        ("\u2028", '"\\u2028"'),
        ("line ${Name} `x` \\\n" * 8, "`" + "line \\${Name} \\`x\\` \\\\\n" * 8 + "`"),
    ],
)
def test_texts(text: str, code: str) -> None:
    assert string(text) == code


def test_names() -> None:
    assert (key("MY_KEY"), key("a-b"), key("__proto__")) == ("MY_KEY", '"a-b"', '["__proto__"]')
    assert [camel_case(name) for name in ("VPCId", "Model", "1st")] == ["vpcId", "model", "_1st"]


LONG = '"' + "x" * 50 + '"'
LAID_OUT: list[tuple[Code, str]] = [
    ('"short"', 'this.value = "short";\n'),
    (f'"{"x" * 70}"', f'this.value =\n  "{"x" * 70}";\n'),
    (call("f", [LONG, "[]", Group("{", [("a", "1")], "}")]), f"f({LONG}, [], {{\n  a: 1,\n}});\n"),
    (call("f", [LONG, array(["1", LONG])]), f"f({LONG}, [\n  1,\n  {LONG},\n]);\n"),
    (call("f", [LONG, call("g", [LONG])]), f"f(\n  {LONG},\n  g({LONG}),\n);\n"),
    (call("f", [array([LONG]), array([LONG])]), f"f(\n  [{LONG}],\n  [{LONG}],\n);\n"),
    (call("f", ["`a\n`"]), "f(`a\n`);\n"),
    (call("f", ["`a\n`", "1"]), "f(\n  `a\n`,\n  1,\n);\n"),
    (array([Group("{", [("a", "1"), ("b", "2")], "}")]), "[{ a: 1, b: 2 }];\n"),
    (
        array([Group("{", [("a", "1"), ("b", "2")], "}")] * 2),
        "[\n" + "  { a: 1, b: 2 },\n" * 2 + "];\n",
    ),
    (
        Ternary("isIt", call("f", ["a", "b" * 70]), call("f", ["a", "b" * 69])),
        f"isIt\n  ? f(a, {'b' * 70})\n  : f(a, {'b' * 69});\n",
    ),
    (array(["1234567"] * 10), f"[\n  {', '.join(['1234567'] * 8)},\n  1234567, 1234567,\n];\n"),
]


@pytest.mark.parametrize(("code", "text"), LAID_OUT)
def test_code_is_laid_out_as_prettier_does(code: Code, text: str) -> None:
    expected = text if text.startswith("this") else f"this.value = {text}"
    assert assigned("this.value", code, "") == expected


WORDS = st.sampled_from(["a", '"b"', "3", "bucket.attrArn", '"somewhat longer"', "-1"])
KEYS = st.sampled_from(["key", "a", "someName"])


def groups(inner: st.SearchStrategy[Code]) -> st.SearchStrategy[Code]:
    """Arrays, calls and objects of some code."""
    values = st.lists(inner, max_size=5)
    entries = st.lists(st.tuples(KEYS, inner), max_size=4)
    return st.one_of(
        st.builds(array, values),
        st.builds(call, st.sampled_from(["f", "cdk.Fn.join", "new s3.CfnBucket"]), values),
        st.builds(
            lambda items, broken: Group("{", items, "}", broken=broken), entries, st.booleans()
        ),
    )


def squeezed(text: str) -> str:
    """Code without blanks, and without the commas behind the last items."""
    return re.sub(r",(?=[\])}])", "", re.sub(r"\s", "", text))


def spelled(code: Code) -> str:
    """Code without blanks, on no lines at all."""
    if isinstance(code, str):
        return squeezed(code)
    items = [f"{key}:{spelled(it)}" if key else spelled(it) for key, it in code.items]
    return squeezed(f"{code.open}{','.join(items)}{code.close}")


@given(st.recursive(WORDS, groups, max_leaves=20))
def test_layout_changes_blanks_and_last_commas_only(code: Code) -> None:
    text = assigned("value", code, "")
    assert squeezed(text) == f"value={spelled(code)};"
    assert all(len(line) <= 80 for line in text.split("\n") if not line.startswith(" " * 20))
