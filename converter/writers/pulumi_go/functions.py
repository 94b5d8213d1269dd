"""The functions that a program in Go defines for itself, by what asks for them."""

from __future__ import annotations

from ...naming.go import ROOT

FUNCTIONS = {
    "choose": """\
// choose gives one of two values.
func choose[T any](condition bool, yes, no T) T {
	if condition {
		return yes
	}
	return no
}
""",
    "present": """\
// present gives the items that are there.
func present[T comparable](items ...T) []T {
	var none T
	return slices.DeleteFunc(items, func(item T) bool { return item == none })
}
""",
    "filled": """\
// filled gives the entries that have a value.
func filled(entries map[string]any) map[string]any {
	maps.DeleteFunc(entries, func(_ string, value any) bool { return value == nil })
	return entries
}
""",
    "lookUp": """\
// lookUp gives what a table has under two keys.
func lookUp[T any](table map[string]map[string]T, first, second string) T {
	value, ok := table[first][second]
	if !ok {
		panic(fmt.Sprintf("the table has nothing under %q and %q", first, second))
	}
	return value
}
""",
    "lookUpOr": """\
// lookUpOr gives what a table has under two keys, or else a value that is given.
func lookUpOr[T any](table map[string]map[string]T, first, second string, otherwise T) T {
	if value, ok := table[first][second]; ok {
		return value
	}
	return otherwise
}
""",
    "commaSeparated": """\
// commaSeparated gives the items of a comma-separated text.
func commaSeparated(text string) []string {
	items := strings.Split(text, ",")
	for position, item := range items {
		items[position] = strings.TrimSpace(item)
	}
	return items
}
""",
    "toBase64": """\
// toBase64 gives a text's UTF-8 bytes in Base64.
func toBase64(text string) string {
	return base64.StdEncoding.EncodeToString([]byte(text))
}
""",
    "toInt": """\
// toInt gives the number that a text is.
func toInt(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return number
}
""",
    "toFloat": """\
// toFloat gives the number that a text is.
func toFloat(text string) float64 {
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return number
}
""",
    "floatText": """\
// floatText gives a number in its shortest form.
func floatText(number float64) string {
	return strconv.FormatFloat(number, 'f', -1, 64)
}
""",
    "isTrue": """\
// isTrue tells whether a text says so.
func isTrue(text string) bool {
	return strings.EqualFold(text, "true")
}
""",
    "asText": """\
// asText gives a value as the text that it is.
func asText(value pulumi.AnyOutput) pulumi.StringOutput {
	return value.ApplyT(func(value any) (string, error) {
		if text, ok := value.(string); ok {
			return text, nil
		}
		return "", fmt.Errorf("%v is not a text", value)
	}).(pulumi.StringOutput)
}
""",
    "stackOutput": """\
// stackOutput gives the value of one of the outputs of a CloudFormation stack.
func stackOutput(stack *cloudformation.Stack, key string) pulumi.StringOutput {
	return stack.Outputs.ApplyT(func(outputs []cloudformation.StackOutputType) (string, error) {
		for _, output := range outputs {
			if output.OutputKey != nil && *output.OutputKey == key && output.OutputValue != nil {
				return *output.OutputValue, nil
			}
		}
		return "", fmt.Errorf("the stack has no output %q", key)
	}).(pulumi.StringOutput)
}
""",
    "part": """\
// part gives a part of a value: what stands under keys and at positions.
func part(value pulumi.AnyOutput, path ...any) pulumi.AnyOutput {
	return value.ApplyT(func(value any) any {
		for _, step := range path {
			if position, ok := step.(int); ok {
				value = value.([]any)[position]
			} else {
				value = value.(map[string]any)[step.(string)]
			}
		}
		return value
	}).(pulumi.AnyOutput)
}
""",
}

_PULUMI = "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

PACKAGES = {
    "present": {"slices"},
    "filled": {"maps"},
    "lookUp": {"fmt"},
    "commaSeparated": {"strings"},
    "toBase64": {"encoding/base64"},
    "toInt": {"strconv"},
    "toFloat": {"strconv"},
    "floatText": {"strconv"},
    "isTrue": {"strings"},
    "asText": {"fmt", _PULUMI},
    "part": {_PULUMI},
    "stackOutput": {"fmt", _PULUMI, f"{ROOT}/cloudformation"},
}
"""The packages that they need."""
