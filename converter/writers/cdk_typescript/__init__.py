"""A CDK app in TypeScript, of typed L1 constructs."""

from __future__ import annotations

import json

from ...cloudformation import Stack

DEPENDENCIES = {"aws-cdk-lib": "^2.275.0", "constructs": "^10.5.0"}
DEVELOPMENT = {
    "@types/node": "^20.0.0",
    "aws-cdk": "^2.1000.0",
    "tsx": "^4.19.0",
    "typescript": "^5.6.0",
}
COMPILER = {
    "target": "ES2022",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "strict": True,
    "noEmit": True,
    "skipLibCheck": True,
}


def write(stack: Stack, name: str = "template") -> dict[str, str]:
    """Write a stack as a whole CDK app, which synthesizes to the same template.

    Args:
        stack: what to write.
        name: what the stack and its class are called after.

    Returns:
        File name → text: ``bin/app.ts``, the stack's module in ``lib``, ``cdk.json``,
        ``package.json``, ``tsconfig.json`` and ``.gitignore``, and ``additions.json`` with what
        the CDK has no construct for, which the app puts into the template.
    """
    from ..cdk.definition import define
    from ..cdk.project import additions_json, cdk_json, stack_class, stack_id
    from ..names import snake_case
    from .app import app_module
    from .module import Module

    definition = define(stack)
    class_name = stack_class(name)
    id = stack_id(name)
    module_name = snake_case(class_name).replace("_", "-")
    package = {
        "name": module_name,
        "version": "0.1.0",
        "private": True,
        "scripts": {"build": "tsc", "cdk": "cdk"},
        "dependencies": DEPENDENCIES,
        "devDependencies": DEVELOPMENT,
    }
    compiler = {"compilerOptions": COMPILER, "include": ["bin", "lib"]}
    return {
        "bin/app.ts": app_module(module_name, class_name, id, definition),
        f"lib/{module_name}.ts": Module(definition, class_name, stack.description).text(),
        **additions_json(definition),
        "cdk.json": cdk_json("npx tsx bin/app.ts"),
        "package.json": json.dumps(package, indent=2) + "\n",
        "tsconfig.json": json.dumps(compiler, indent=2) + "\n",
        ".gitignore": "node_modules/\ncdk.out/\n",
    }
