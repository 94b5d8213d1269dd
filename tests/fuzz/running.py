"""What random programs register, run by themselves with each of several config values."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

from converter import record

if TYPE_CHECKING:
    from .decisions import Decided

Config: TypeAlias = "dict[str, str | None]"


@dataclass(frozen=True)
class Outcome:
    """What a program registers.

    Args:
        exports: its exports, as text.
        resources: of each resource its type, inputs and options, by its name; None is not told.
    """

    exports: dict[str, str]
    resources: dict[str, Any] | None = None


def outcomes(decided: Decided, configs: Sequence[Config], folder: Path) -> list[Outcome | None]:
    """What a program registers with each config; None where it fails.

    Args:
        decided: the program.
        configs: the values of its config.
        folder: where it stands.
    """
    return _WAYS.get(decided.language, _in_a_run)(decided, configs, folder)


def _functions(decided: Decided) -> str:
    """What every program has of its own, behind what it begins with."""
    sign = "#" if decided.language == "python" else "//"
    return decided.whole.partition(f"{sign} OWN\n")[2].partition(f"{sign} BODY\n")[0]


@dataclass
class _Registered:
    """What a program in Python registers."""

    resources: dict[str, Any] = field(default_factory=dict)
    is_wrong: bool = False

    def kind(self, token: str) -> Callable[..., Any]:
        """A class of resources."""

        def made(name: str, *, opts: Any = None, **inputs: Any) -> Any:
            self.is_wrong |= name in self.resources
            depends = getattr(opts, "depends_on", None) or []
            depends = depends if isinstance(depends, list) else [depends]
            self.resources[name] = {
                "type": f"aws-native:{token}",
                "inputs": {_camel(key): it for key, it in inputs.items() if it is not None},
                "depends": sorted({it.name for it in depends}),
                "retain": bool(getattr(opts, "retain_on_delete", None)),
            }
            return SimpleNamespace(name=name, arn=f"{name}.arn")

        return made


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _in_python(decided: Decided, configs: Sequence[Config], _: Path) -> list[Outcome | None]:
    code = compile(_functions(decided) + decided.body, "program", "exec")
    found: list[Outcome | None] = []
    for config in configs:
        known = _Registered()
        b, c, is_dd = config["B"], config["C"], config["D"] == "true"
        names: dict[str, Any] = {"b": b, "c": c, "dd": is_dd, "e": config["E"]}
        names |= {"cc": c == "y", "bc": b == "x"}
        names |= {it: __import__(it) for it in ("contextlib", "dataclasses", "functools")}
        names["sqs"] = SimpleNamespace(Queue=known.kind("sqs:Queue"))
        names["sns"] = SimpleNamespace(Topic=known.kind("sns:Topic"))
        names["pulumi"] = SimpleNamespace(ResourceOptions=SimpleNamespace)
        names["__name__"] = __name__
        try:
            exec(code, names)
            exports = {name: eval(text, names) for name, text in decided.results.items()}
        except Exception:  # whatever a program of chance fails by
            found.append(None)
        else:
            whole = Outcome(exports, known.resources)
            found.append(None if known.is_wrong else whole)
    return found


_IN_NODE = """\
const configs = CONFIGS;
const run = ({ B: b, C: c, D, E }) => {
  const dd = D === "true", e = E ?? undefined, cc = c === "y", bc = b === "x";
  const resources = {};
  let isWrong = false;
  const kind = (token) => class {
    constructor(name, inputs = {}, { dependsOn = [], retainOnDelete = false } = {}) {
      isWrong ||= name in resources;
      const depends = [...new Set([dependsOn].flat().map((it) => it.name))].sort();
      const type = `aws-native:${token}`;
      resources[name] = { type, inputs, depends, retain: Boolean(retainOnDelete) };
      Object.assign(this, { name, arn: `${name}.arn` });
    }
  };
  const aws = { sqs: { Queue: kind("sqs:Queue") }, sns: { Topic: kind("sns:Topic") } };
  try {
FUNCTIONS
BODY
    const exports = { EXPORTS };
    return isWrong ? null : { exports, resources };
  } catch {
    return null;
  }
};
console.log(JSON.stringify(configs.map(run)));
"""


def _in_node(decided: Decided, configs: Sequence[Config], _: Path) -> list[Outcome | None]:
    exports = ", ".join(f"{name}: {text}" for name, text in decided.results.items())
    script = _IN_NODE
    for mark, text in (
        ("CONFIGS", json.dumps(configs)),
        ("FUNCTIONS", _functions(decided)),
        ("BODY", decided.body),
        ("EXPORTS", exports),
    ):
        script = script.replace(mark, text)
    done = subprocess.run(["node", "-"], input=script, capture_output=True, text=True, check=True)
    return [it and Outcome(**it) for it in json.loads(done.stdout)]


def _in_a_run(_: Decided, configs: Sequence[Config], folder: Path) -> list[Outcome | None]:
    """What a program that is compiled registers."""
    found: list[Outcome | None] = []
    for config in configs:
        values = {key: it for key, it in config.items() if it is not None}
        run = record(folder, config=values, concrete=True)
        found.append(Outcome({name: str(it.value) for name, it in run.exports.items()}))
    return found


_WAYS: dict[str, Callable[[Decided, Sequence[Config], Path], list[Outcome | None]]] = {
    "python": _in_python,
    "typescript": _in_node,
}
