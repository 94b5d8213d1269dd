"""The functions that a program in Python defines for itself, by what asks for them."""

from __future__ import annotations

TO_BASE64 = '''\
def to_base64(text: str) -> str:
    """The text's UTF-8 bytes in Base64."""
    return base64.b64encode(text.encode()).decode()
'''

COMMA_SEPARATED = '''\
def comma_separated(text: str) -> list[str]:
    """The items of a comma-separated text."""
    return [item.strip() for item in text.split(",")]
'''

# The SDK's own import_value takes its result for a map and raises on text
IMPORT_VALUE = '''\
def import_value(name: pulumi.Input[str]) -> pulumi.Output[Any]:
    """The value that a CloudFormation stack exports under a name."""
    found = pulumi.runtime.invoke_output(
        "aws-native:index:importValue",
        {"name": name},
    )
    return found["value"]
'''

NATIVE_RESOURCE = '''\
class NativeResource(pulumi.CustomResource):
    """A resource of aws-native that the SDK has no typed way to say."""

    def __init__(
        self,
        resource_type: str,
        name: str,
        inputs: dict[str, Any],
        outputs: Sequence[str] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        properties = {**dict.fromkeys(outputs), **inputs}
        super().__init__(resource_type, name, properties, opts)

    def output(self, name: str) -> pulumi.Output[Any]:
        """What the deployment gives under a name."""
        found: pulumi.Output[Any] = pulumi.get(self, name)
        return found
'''

STACK_OUTPUT = '''\
def stack_output(stack: cloudformation.Stack, key: str) -> pulumi.Output[Any]:
    """The value of one of the outputs of a CloudFormation stack."""
    return stack.outputs.apply(
        lambda outputs: {output.output_key: output.output_value for output in outputs}
    )[key]
'''

NOT_NONE = '''\
def not_none(output: pulumi.Output[T | None]) -> pulumi.Output[T]:
    """An output that has a value, though its type says that it may have none."""
    return cast("pulumi.Output[T]", output)
'''

FUNCTIONS = {
    "not_none": NOT_NONE,
    "stack_output": STACK_OUTPUT,
    "base64": TO_BASE64,
    "comma_separated": COMMA_SEPARATED,
    "import_value": IMPORT_VALUE,
    "native_resource": NATIVE_RESOURCE,
}
