"""The functions that a program in TypeScript defines for itself, by what asks for them."""

from __future__ import annotations

TO_BASE64 = """\
/** The text's UTF-8 bytes in Base64. */
function toBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}
"""

COMMA_SEPARATED = """\
/** The items of a comma-separated text. */
function commaSeparated(text: string): string[] {
  return text.split(",").map((item) => item.trim());
}
"""

LOOK_UP = """\
/** The value of a table, which has to be there. */
function lookUp<T>(
  table: Record<string, Record<string, T>>,
  first: string,
  second: string,
): T {
  const found = table[first]?.[second];
  if (found === undefined) {
    throw new Error(`no ${second} of ${first}`);
  }
  return found;
}
"""

STACK_OUTPUT = """\
/** The value of one of the outputs of a CloudFormation stack. */
function stackOutput(
  stack: aws.cloudformation.Stack,
  key: string,
): pulumi.Output<string> {
  return stack.outputs.apply(
    (outputs) =>
      outputs.find((output) => output.outputKey === key)!.outputValue!,
  );
}
"""

NATIVE_RESOURCE = """\
/** A resource of aws-native that the SDK has no typed way to say. */
class NativeResource extends pulumi.CustomResource {
  constructor(
    resourceType: string,
    name: string,
    inputs: Record<string, any>,
    outputs: string[] = [],
    options?: pulumi.CustomResourceOptions,
  ) {
    const unknown = outputs.map((output) => [output, undefined]);
    super(
      resourceType,
      name,
      { ...Object.fromEntries(unknown), ...inputs },
      options,
    );
  }

  /** What the deployment gives under a name. */
  output(name: string): pulumi.Output<any> {
    return (this as any)[name];
  }
}
"""

FUNCTIONS = {
    "stackOutput": STACK_OUTPUT,
    "toBase64": TO_BASE64,
    "commaSeparated": COMMA_SEPARATED,
    "lookUp": LOOK_UP,
    "NativeResource": NATIVE_RESOURCE,
}
