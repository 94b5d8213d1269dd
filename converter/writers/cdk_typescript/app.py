"""The file that makes the app of a stack's class."""

from __future__ import annotations

from ..cdk.nodes import Definition
from ..typescript.layout import Group, Item, assigned, call, statement


def app_module(module: str, class_name: str, id: str, definition: Definition) -> str:
    """Give the text of the app's file.

    Args:
        module: the module of the stack's class, in `lib`.
        class_name: that class.
        id: the stack's id.
        definition: the stack, of which it matters whether it leaves additions.
    """
    if definition.additions:
        made = _made(class_name, id, call("new cdk.LegacyStackSynthesizer", []))
        text = assigned("const stack", made, "")
        return _APP_WITH_ADDITIONS.format(module=module, cls=class_name, made=text)
    options = Group("{", [("generateBootstrapVersionRule", "false")], "}")
    made = _made(class_name, id, call("new cdk.DefaultStackSynthesizer", [options]))
    return _APP.format(module=module, cls=class_name, made=statement(made, ""))


def _made(class_name: str, id: str, synthesizer: Group) -> Group:
    settings: list[Item] = [("analyticsReporting", "false"), ("synthesizer", synthesizer)]
    return call(f"new {class_name}", ["app", f'"{id}"', Group("{", settings, "}", broken=True)])


_APP = """\
import * as cdk from "aws-cdk-lib";
import {{ {cls} }} from "../lib/{module}";

const app = new cdk.App();
{made}app.synth();
"""

# The template changes after it is synthesized, so no asset may be named by its hash.
_APP_WITH_ADDITIONS = """\
import * as fs from "fs";
import * as path from "path";
import * as cdk from "aws-cdk-lib";
import {{ {cls} }} from "../lib/{module}";

const app = new cdk.App();
{made}const assembly = app.synth();

// What the CDK has no construct for
const additions = JSON.parse(
  fs.readFileSync(path.join(__dirname, "..", "additions.json"), "utf-8"),
);
const file = assembly.getStackArtifact(stack.artifactId).templateFullPath;
const template = JSON.parse(fs.readFileSync(file, "utf-8"));
for (const [section, content] of Object.entries(additions)) {{
  const isMap = content instanceof Object && !Array.isArray(content);
  template[section] = isMap ? {{ ...template[section], ...content }} : content;
}}
fs.writeFileSync(file, JSON.stringify(template, undefined, 1));
"""
