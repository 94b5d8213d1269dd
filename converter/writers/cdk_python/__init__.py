"""A CDK app in Python, of typed L1 constructs."""

from __future__ import annotations

from ...cloudformation import Stack

REQUIREMENTS = "aws-cdk-lib>=2.275.0,<3.0.0\nconstructs>=10.5.0,<11.0.0\n"


def write(stack: Stack, name: str = "template") -> dict[str, str]:
    """Write a stack as a whole CDK app, which synthesizes to the same template.

    Args:
        stack: what to write.
        name: what the stack and its class are called after.

    Returns:
        File name → text: ``app.py``, the stack's module, ``cdk.json``, ``requirements.txt`` and
        ``.gitignore``, and ``additions.json`` with what the CDK has no construct for, which the
        app puts into the template.
    """
    from ..cdk.definition import define
    from ..cdk.project import additions_json, cdk_json, stack_class, stack_id
    from ..names import snake_case
    from .module import Module, import_statement

    class_name = stack_class(name)
    module_name = snake_case(class_name)
    definition = define(stack)
    app = _APP_WITH_ADDITIONS if definition.additions else _APP
    import_ = import_statement(module_name, [class_name])
    return {
        "app.py": app.format(import_=import_, cls=class_name, id=stack_id(name)),
        f"{module_name}.py": Module(definition, class_name, stack.description).text(),
        **additions_json(definition),
        "cdk.json": cdk_json("python3 app.py"),
        "requirements.txt": REQUIREMENTS,
        ".gitignore": ".venv/\n__pycache__/\ncdk.out/\n",
    }


_APP = """\
import aws_cdk as cdk

{import_}
app = cdk.App()
{cls}(
    app,
    "{id}",
    analytics_reporting=False,
    synthesizer=cdk.DefaultStackSynthesizer(generate_bootstrap_version_rule=False),
)
app.synth()
"""

# The template changes after it is synthesized, so no asset may be named by its hash.
_APP_WITH_ADDITIONS = """\
import json
from pathlib import Path

import aws_cdk as cdk

{import_}
app = cdk.App()
stack = {cls}(
    app,
    "{id}",
    analytics_reporting=False,
    synthesizer=cdk.LegacyStackSynthesizer(),
)
assembly = app.synth()

# What the CDK has no construct for
additions = json.loads(Path(__file__).with_name("additions.json").read_text("utf-8"))
file = Path(assembly.get_stack_artifact(stack.artifact_id).template_full_path)
template = json.loads(file.read_text("utf-8"))
for section, content in additions.items():
    if isinstance(content, dict):
        content = {{**template.get(section, {{}}), **content}}
    template[section] = content
file.write_text(json.dumps(template, indent=1), "utf-8")
"""
