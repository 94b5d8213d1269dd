"""How the productions of `grammar` are said in Go, Java and C#.

``{0}``, ``{1}``, ``{v}`` and ``{w}`` stand for the same as there. A production that is not among
these is said as in TypeScript, where its text is one of the language, or not at all.
"""

from __future__ import annotations

import ast
import json

LANGUAGES = ("go", "java", "csharp")
_EITHER = "({1} ? {0} : {2})"

SPELLED: dict[str, tuple[str, str, str]] = {
    "({0} if {1} else {2})": ("pick({1}, {0}, {2})", _EITHER, _EITHER),
    "b in ('x', 'w')": (
        "slices.Contains([]string{{'x', 'w'}}, b)",
        "List.of('x', 'w').contains(b)",
        "new[] {{ 'x', 'w' }}.Contains(b)",
    ),
    "({0} == {1})": ("({0} == {1})", "{0}.equals({1})", "({0} == {1})"),
    "bool({0})": ("(len({0}) > 0)", "!{0}.isEmpty()", "({0}.Count > 0)"),
    "({0} in {1})": ("slices.Contains({1}, {0})", "{1}.contains({0})", "{1}.Contains({0})"),
    "(len({0}) > 1)": ("(len({0}) > 1)", "({0}.size() > 1)", "({0}.Count > 1)"),
    "any({v} == {0} for {v} in {1})": (
        "slices.ContainsFunc({1}, func({v} string) bool {{ return {v} == {0} }})",
        "{1}.stream().anyMatch({v} -> {v}.equals({0}))",
        "{1}.Any({v} => {v} == {0})",
    ),
    "all({v} != {0} for {v} in {1})": (
        "!slices.ContainsFunc({1}, func({v} string) bool {{ return {v} == {0} }})",
        "{1}.stream().noneMatch({v} -> {v}.equals({0}))",
        "{1}.All({v} => {v} != {0})",
    ),
    "','.join({0})": (
        "strings.Join({0}, ',')",
        "String.join(',', {0})",
        "string.Join(',', {0})",
    ),
    "str({0})": ("strconv.Itoa({0})", "String.valueOf({0})", "({0}).ToString()"),
    "next(({v} for {v} in {0} if {v} != {1}), {2})": (
        "first(kept({0}, func({v} string) bool {{ return {v} != {1} }}), {2})",
        "{0}.stream().filter({v} -> !{v}.equals({1})).findFirst().orElse({2})",
        "{0}.FirstOrDefault({v} => {v} != {1}, {2})",
    ),
    "{0}.get({1}, {2})": (
        "held({0}, {1}, {2})",
        "{0}.getOrDefault({1}, {2})",
        "{0}.GetValueOrDefault({1}, {2})",
    ),
    "chosen({0})": ("chosen({0})", "chosen(cc, {0})", "chosen(cc, {0})"),
    "({0}[0] if {0} else {1})": (
        "first({0}, {1})",
        "({0}.isEmpty() ? {1} : {0}.get(0))",
        "({0}.Count > 0 ? {0}[0] : {1})",
    ),
    "({0}[-1] if {0} else {1})": (
        "last({0}, {1})",
        "({0}.isEmpty() ? {1} : {0}.get({0}.size() - 1))",
        "({0}.Count > 0 ? {0}[^1] : {1})",
    ),
    "len({0})": ("len({0})", "{0}.size()", "{0}.Count"),
    "sum(1 for {v} in {0} if {v} != {1})": (
        "len(kept({0}, func({v} string) bool {{ return {v} != {1} }}))",
        "(int) {0}.stream().filter({v} -> !{v}.equals({1})).count()",
        "{0}.Count({v} => {v} != {1})",
    ),
    "[{0}]": ("[]string{{{0}}}", "list({0})", "new List<string> {{ {0} }}"),
    "[*{0}, {1}]": ("plus({0}, {1})", "plus({0}, list({1}))", "plus({0}, [{1}])"),
    "[{0}, *({1} if {2} else [])]": (
        "plus([]string{{{0}}}, pick({2}, {1}, nil)...)",
        "plus(list({0}), {2} ? {1} : list())",
        "plus([{0}], {2} ? {1} : [])",
    ),
    "[{v} + {0} for {v} in {1}]": (
        "each({1}, func({v} string) string {{ return {v} + {0} }})",
        "each({1}, {v} -> {v} + {0})",
        "{1}.Select({v} => {v} + {0}).ToList()",
    ),
    "[{v} for {v} in {0} if {v} != {1}]": (
        "kept({0}, func({v} string) bool {{ return {v} != {1} }})",
        "kept({0}, {v} -> !{v}.equals({1}))",
        "{0}.Where({v} => {v} != {1}).ToList()",
    ),
    "[{v} for {v} in {0} if {1}]": (
        "kept({0}, func({v} string) bool {{ return {1} }})",
        "kept({0}, {v} -> {1})",
        "{0}.Where({v} => {1}).ToList()",
    ),
    "[*{0}, *{1}]": ("plus({0}, {1}...)", "plus({0}, {1})", "plus({0}, {1})"),
    "(not {0})": ("!{0}",) * 3,
    "({0} and {1})": ("({0} && {1})",) * 3,
    "({0} or {1})": ("({0} || {1})",) * 3,
    "list({0})": ("keys({0})", "new ArrayList<>({0}.keySet())", "{0}.Keys.ToList()"),
    "list({0}.values())": ("values({0})", "new ArrayList<>({0}.values())", "{0}.Values.ToList()"),
    "list(filter(None, {0}))": (
        "kept({0}, func({v} string) bool {{ return {v} != '' }})",
        "kept({0}, {v} -> !{v}.isEmpty())",
        "{0}.Where({v} => {v} != '').ToList()",
    ),
    "list(reversed({0}))": ("turned({0})", "turned({0})", "{0}.AsEnumerable().Reverse().ToList()"),
    "{0}[1:]": ("rest({0})", "rest({0})", "{0}.Skip(1).ToList()"),
    "[str({v}) + {w} for {v}, {w} in enumerate({0})]": (
        "numbered({0})",
        "numbered({0})",
        "{0}.Select(({w}, {v}) => {v} + {w}).ToList()",
    ),
    "{{{0}: {1}}}": (
        "map[string]string{{{0}: {1}}}",
        "map({0}, {1})",
        "new Dictionary<string, string> {{ [{0}] = {1} }}",
    ),
    "{{**{0}, {1}: {2}}}": (
        "merged({0}, map[string]string{{{1}: {2}}})",
        "merged({0}, map({1}, {2}))",
        "merged({0}, new() {{ [{1}] = {2} }})",
    ),
    "{{{0}: {1}, **({2} if {3} else {{}})}}": (
        "merged(map[string]string{{{0}: {1}}}, pick({3}, {2}, nil))",
        "merged(map({0}, {1}), {3} ? {2} : map())",
        "merged(new() {{ [{0}] = {1} }}, {3} ? {2} : [])",
    ),
    "{{{v}: {w} for {v}, {w} in {0}.items() if {v} != {1}}}": (
        "without({0}, {1})",
        "without({0}, {1})",
        "{0}.Where({v} => {v}.Key != {1}).ToDictionary({v} => {v}.Key, {v} => {v}.Value)",
    ),
    "added({0}, {1})": ("added(&{0}, {1});", "added({0}, {1});", "added({0}, {1});"),
    "{0}.append({1})": ("{0} = append({0}, {1});", "{0}.add({1});", "{0}.Add({1});"),
    "{0}.extend({1})": ("{0} = append({0}, {1}...);", "{0}.addAll({1});", "{0}.AddRange({1});"),
    "{0}.insert(0, {1})": (
        "{0} = slices.Insert({0}, 0, {1});",
        "{0}.add(0, {1});",
        "{0}.Insert(0, {1});",
    ),
    "{0}[{1}] = {2}": ("{0}[{1}] = {2};", "{0}.put({1}, {2});", "{0}[{1}] = {2};"),
    "{0}.update({1})": ("maps.Copy({0}, {1});", "{0}.putAll({1});", "update({0}, {1});"),
    "{0}.pop({1}, None)": ("delete({0}, {1});", "{0}.remove({1});", "{0}.Remove({1});"),
    "t0, box.t = {0}, {1}": (
        "t0, box.t = {0}, {1};",
        "t0 = {0}; box.t = {1};",
        "(t0, box.t) = ({0}, {1});",
    ),
    "{0} = {1}": ("{0} = {1};",) * 3,
    "{0} += {1}": ("{0} += {1};",) * 3,
    "{0} += 1": ("{0} += 1;",) * 3,
    "n0 += 1": ("n0 += 1;",) * 3,
    "{name}.append({item} + {0})": (
        "{name} = append({name}, {item} + {0});",
        "{name}.add({item} + {0});",
        "{name}.Add({item} + {0});",
    ),
    **{
        f"if {{item}} == {{0}}: {done}": (
            f"if {{item}} == {{0}} {{{{ {done} }}}};",
            f"if ({{item}}.equals({{0}})) {done};",
            f"if ({{item}} == {{0}}) {done};",
        )
        for done in ("break", "continue")
    },
    **{
        f"if {{0}}: {done}": (f"if ({{0}}) {{{{ {done} }}}};", *(f"if ({{0}}) {done};",) * 2)
        for done in ("break", "continue")
    },
}
"""What is said in Go, Java and C#, by how it is said in Python."""

_LISTS = {"go": "[]string{{{}}}", "java": "list({})", "csharp": "new List<string> {{ {} }}"}
_MAPS = {
    "go": ("map[string]string{{{}}}", "{}: {}"),
    "java": ("map({})", "{}, {}"),
    "csharp": ("new Dictionary<string, string> {{ {} }}", "[{}] = {}"),
}


def quoted(text: str, language: str) -> str:
    """A production's text with the quotation marks of its language."""
    return text.replace("'", '"') if language in LANGUAGES else text


def leaf(text: str, language: str) -> str:
    """A literal of Python, or a name, in a language."""
    if language not in LANGUAGES or text.isidentifier():
        return text
    value = ast.literal_eval(text)
    if isinstance(value, list):
        return _LISTS[language].format(", ".join(map(json.dumps, value)))
    if isinstance(value, dict):
        whole, entry = _MAPS[language]
        entries = (entry.format(*map(json.dumps, it)) for it in value.items())
        return whole.format(", ".join(entries))
    return json.dumps(value)
