"""The functions that a program in Java defines for itself, by what asks for them."""

from __future__ import annotations

TO_BASE64 = """\
  /** The text's UTF-8 bytes in Base64. */
  static String toBase64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
"""

COMMA_SEPARATED = """\
  /** The items of a comma-separated text. */
  static List<String> commaSeparated(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }
"""

SPLIT = """\
  /** The pieces of a text between delimiters. */
  static List<String> split(String text, String delimiter) {
    return List.of(text.split(Pattern.quote(delimiter), -1));
  }
"""

NUMBER_TEXT = """\
  /** The shortest text of a number. */
  static String numberText(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
"""

LOOK_UP = """\
  /** The value of a table, which has to be there. */
  static <T> T lookUp(Map<String, Map<String, T>> table, String first, String second) {
    var found = table.getOrDefault(first, Map.of()).get(second);
    if (found == null) {
      throw new NoSuchElementException("no " + second + " of " + first);
    }
    return found;
  }
"""

LOOK_UP_OR = """\
  /** The value of a table, or another one where it is not there. */
  static <T> T lookUpOr(
      Map<String, Map<String, T>> table, String first, String second, T otherwise) {
    return table.getOrDefault(first, Map.of()).getOrDefault(second, otherwise);
  }
"""

STACK_OUTPUT = """\
  /** The value of one of the outputs of a CloudFormation stack. */
  static Output<String> stackOutput(com.pulumi.awsnative.cloudformation.Stack stack, String key) {
    return stack
        .outputs()
        .applyValue(
            outputs ->
                outputs.stream()
                    .filter(output -> output.outputKey().equals(Optional.of(key)))
                    .findFirst()
                    .orElseThrow()
                    .outputValue()
                    .orElseThrow());
  }
"""

MEMBER = """\
  /** The member of an enum that has a value. */
  static <E> E member(E[] members, Function<E, String> text, String value) {
    return Arrays.stream(members)
        .filter(member -> text.apply(member).equals(value))
        .findFirst()
        .orElseThrow();
  }
"""

PRESENT = """\
  /** The items that are there. */
  @SafeVarargs
  static <T> List<T> present(T... items) {
    var found = new ArrayList<T>();
    for (var item : items) {
      if (item != null) {
        found.add(item);
      }
    }
    return found;
  }
"""

OBJECT = """\
  /** Keys and their values, in their order, without those that are not there. */
  static Map<String, Object> object(Object... keysAndValues) {
    var found = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (keysAndValues[i + 1] != null) {
        found.put((String) keysAndValues[i], keysAndValues[i + 1]);
      }
    }
    return found;
  }
"""

ENTRY = """\
  /** An entry of a map that is an output. */
  static <T> Map.Entry<String, Output<T>> entry(String key, Output<T> value) {
    return Map.entry(key, value);
  }
"""

MAP = """\
  /** The entries that are there, as one output. */
  @SafeVarargs
  static <T> Output<Map<String, T>> map(Map.Entry<String, Output<T>>... entries) {
    var keys = new ArrayList<String>();
    var outputs = new ArrayList<Output<T>>();
    for (var entry : entries) {
      if (entry != null) {
        keys.add(entry.getKey());
        outputs.add(entry.getValue());
      }
    }
    return Output.all(outputs)
        .applyValue(
            values -> {
              var found = new LinkedHashMap<String, T>();
              for (int i = 0; i < values.size(); i++) {
                found.put(keys.get(i), values.get(i));
              }
              return found;
            });
  }
"""

OUTPUTS = """\
  /** The outputs of a component that are there. */
  static Map<String, Output<?>> outputs(Object... keysAndValues) {
    var found = new LinkedHashMap<String, Output<?>>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (keysAndValues[i + 1] != null) {
        found.put((String) keysAndValues[i], (Output<?>) keysAndValues[i + 1]);
      }
    }
    return found;
  }
"""

TO_JSON = """\
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  /** JSON text. */
  static String toJson(Object value) {
    return JSON.toJson(value);
  }
"""

TO_JSON_OUTPUT = """\
  /** JSON text of a value that has outputs in it. */
  static Output<String> toJsonOutput(Object value) {
    return resolved(value).applyValue(Functions::toJson);
  }

  private static Output<Object> resolved(Object value) {
    if (value instanceof Output<?> output) {
      return output.apply(Functions::resolved);
    }
    if (value instanceof List<?> list) {
      return Output.all(list.stream().map(Functions::resolved).toList()).applyValue(items -> items);
    }
    if (value instanceof Map<?, ?> map) {
      var keys = List.copyOf(map.keySet());
      return Output.all(keys.stream().map(key -> resolved(map.get(key))).toList())
          .applyValue(
              values -> {
                var found = new LinkedHashMap<Object, Object>();
                for (int i = 0; i < values.size(); i++) {
                  found.put(keys.get(i), values.get(i));
                }
                return found;
              });
    }
    return Output.of(value);
  }
"""

PART = """\
  /** A part of a value: what stands under keys and at positions. */
  static Object part(Object value, Object... path) {
    var found = value;
    for (var step : path) {
      found =
          step instanceof Integer position
              ? ((List<?>) found).get(position)
              : ((Map<?, ?>) found).get(step);
    }
    return found;
  }
"""

TEXTS = """\
  /** A list of texts, as a table holds it beside other things. */
  static List<String> texts(Object held) {
    return ((List<?>) held).stream().map(String.class::cast).toList();
  }
"""

FUNCTIONS = {
    "toJson": TO_JSON,
    "toJsonOutput": TO_JSON_OUTPUT,
    "toBase64": TO_BASE64,
    "commaSeparated": COMMA_SEPARATED,
    "split": SPLIT,
    "numberText": NUMBER_TEXT,
    "lookUp": LOOK_UP,
    "lookUpOr": LOOK_UP_OR,
    "stackOutput": STACK_OUTPUT,
    "member": MEMBER,
    "texts": TEXTS,
    "present": PRESENT,
    "object": OBJECT,
    "entry": ENTRY,
    "map": MAP,
    "outputs": OUTPUTS,
    "part": PART,
}

_OUTPUT = "com.pulumi.core.Output"
_GSON = ("com.google.gson.Gson", "com.google.gson.GsonBuilder")
IMPORTS = {
    "toJson": _GSON,
    "toJsonOutput": (*_GSON, _OUTPUT, "java.util.LinkedHashMap", "java.util.List", "java.util.Map"),
    "toBase64": ("java.nio.charset.StandardCharsets", "java.util.Base64"),
    "commaSeparated": ("java.util.Arrays", "java.util.List"),
    "split": ("java.util.List", "java.util.regex.Pattern"),
    "numberText": ("java.math.BigDecimal",),
    "lookUp": ("java.util.Map", "java.util.NoSuchElementException"),
    "lookUpOr": ("java.util.Map",),
    "stackOutput": (_OUTPUT, "java.util.Optional"),
    "member": ("java.util.Arrays", "java.util.function.Function"),
    "texts": ("java.util.List",),
    "present": ("java.util.ArrayList", "java.util.List"),
    "object": ("java.util.LinkedHashMap", "java.util.Map"),
    "entry": (_OUTPUT, "java.util.Map"),
    "outputs": (_OUTPUT, "java.util.LinkedHashMap", "java.util.Map"),
    "part": ("java.util.List", "java.util.Map"),
    "map": (_OUTPUT, "java.util.ArrayList", "java.util.LinkedHashMap", "java.util.Map"),
}  # fmt: skip
"""The classes that each needs."""

NEEDS = {"toJsonOutput": ("toJson",), "map": ("entry",)}
"""The functions that each needs."""
