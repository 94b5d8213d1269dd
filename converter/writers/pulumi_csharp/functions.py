"""The functions that a program in C# defines for itself, by what asks for them."""

from __future__ import annotations

TO_BASE64 = """\
    /// <summary>The text's UTF-8 bytes in Base64.</summary>
    public static string ToBase64(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
"""

COMMA_SEPARATED = """\
    /// <summary>The items of a comma-separated text.</summary>
    public static ImmutableArray<string> CommaSeparated(string text) =>
        text.Split(',').Select(item => item.Trim()).ToImmutableArray();
"""

LOOK_UP_OR = """\
    /// <summary>The value of a table, or another one where it is not there.</summary>
    public static T LookUpOr<T>(
        Dictionary<string, Dictionary<string, T>> table,
        string first,
        string second,
        T otherwise
    ) =>
        table.TryGetValue(first, out var row) && row.TryGetValue(second, out var value)
            ? value
            : otherwise;
"""

STACK_OUTPUT = """\
    /// <summary>The value of one of the outputs of a CloudFormation stack.</summary>
    public static Output<string> StackOutput(
        Pulumi.AwsNative.CloudFormation.Stack stack,
        string key
    ) =>
        stack.Outputs.Apply(outputs =>
            outputs.First(output => output.OutputKey == key).OutputValue!
        );
"""

MEMBER = """\
    /// <summary>The member of an enum that has a value.</summary>
    public static T Member<T>(string value)
        where T : struct =>
        typeof(T)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => property.GetValue(null))
            .OfType<T>()
            .First(member => member.ToString() == value);
"""

PRESENT = """\
    /// <summary>The items that are there.</summary>
    public static object[] Present(params object?[] items) => items.OfType<object>().ToArray();
"""

FILLED = """\
    /// <summary>The entries that are there.</summary>
    public static Dictionary<string, object?> Filled(Dictionary<string, object?> entries) =>
        entries.Where(entry => entry.Value is not null).ToDictionary(e => e.Key, e => e.Value);
"""

JSON_OPTIONS = """\
    /// <summary>JSON text with nothing escaped that need not be.</summary>
    public static readonly JsonSerializerOptions JsonOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
"""

PART = """\
    /// <summary>A part of a value: what stands under keys and at positions.</summary>
    public static object Part(object value, params object[] path) =>
        path.Aggregate(
            value,
            (found, step) =>
                step is string key
                    ? ((ImmutableDictionary<string, object>)found)[key]
                    : ((ImmutableArray<object>)found)[(int)step]
        );
"""

FUNCTIONS = {
    "JsonOptions": JSON_OPTIONS,
    "StackOutput": STACK_OUTPUT,
    "ToBase64": TO_BASE64,
    "CommaSeparated": COMMA_SEPARATED,
    "LookUpOr": LOOK_UP_OR,
    "Member": MEMBER,
    "Present": PRESENT,
    "Filled": FILLED,
    "Part": PART,
}

USING = {
    "ToBase64": ("System", "System.Text"),
    "CommaSeparated": ("System.Collections.Immutable", "System.Linq"),
    "LookUpOr": ("System.Collections.Generic",),
    "StackOutput": ("Pulumi", "System.Linq"),
    "Member": ("System.Linq", "System.Reflection"),
    "Present": ("System.Linq",),
    "Filled": ("System.Collections.Generic", "System.Linq"),
    "Part": ("System.Collections.Immutable", "System.Linq"),
    "JsonOptions": ("System.Text.Encodings.Web", "System.Text.Json"),
}
"""The namespaces that each needs."""
