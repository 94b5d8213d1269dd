"""Config, read through ``pulumi.Config``: each reading is reported, and gives a symbol."""

from __future__ import annotations

from typing import Any

from .choices import Choice, choose, resolve
from .conditions import Condition, Symbol, by_name, equal, name_of
from .run import Run, current
from .symbols import Items, Text, Value, holds_symbol, lift

_KINDS = {
    "": "string",
    "_int": "integer",
    "_float": "number",
    "_bool": "boolean",
    "_object": "json",
}


def install(run: Run) -> None:
    """Change the methods of ``pulumi.Config``."""
    import pulumi

    for suffix, kind in _KINDS.items():
        for verb in ("get", "require"):
            _replace(run, pulumi.Config, f"{verb}{suffix}", kind)
            secret = f"{verb}_secret{suffix}"
            _replace_secret(run, pulumi.Config, secret, f"{verb}{suffix}", kind)


def _replace(run: Run, config: Any, method: str, kind: str) -> None:
    original = getattr(config, method)
    required = method.startswith("require")

    def read(self: Any, key: str, default: Any = None) -> Any:
        full = self.full_key(key)
        if kind == "json" and _is_listed(run, full):
            Reading(full, "list", True, None).settle(None)
            return Items.of(run.node("list", node="config", key=_bare(full)))
        if _is_fixed(run, full, kind):
            _report(full, kind, fixed=True)
            return lift(original(self, key) if required else original(self, key, default))
        if required and full not in run.settings["config"]:
            run.refuse_caught(f"the required config value {_bare(full)}", "ConfigMissingError")
        return Reading(full, kind, required, default).value()

    read.__name__ = method
    setattr(config, method, read)


def _replace_secret(run: Run, config: Any, method: str, plain: str, kind: str) -> None:
    import pulumi

    def read(self: Any, key: str, default: Any = None) -> Any:
        full = self.full_key(key)
        value = getattr(self, plain)(key, *([] if default is None else [default]))
        optional = isinstance(value, OptionalConfig)
        # The empty text is that there is none
        said = "string" if optional or holds_symbol(default) else kind
        _report(full, said, secret=True, fixed=_is_fixed(run, full, kind))
        if optional:
            found, lacking = value.sides()
            return choose(by_name(value.condition_name()), pulumi.Output.secret(found), lacking)
        return None if value is None else pulumi.Output.secret(value)

    read.__name__ = method
    setattr(config, method, read)


def set_or_none(require: Any, *positional: Any, **named: Any) -> Any:
    """Give a value of the config; None where there is none, and the program catches that.

    Args:
        require: the method that asks for it, of `pulumi.Config` or of the program's own.
        positional, named: what the method is given.
    """
    import pulumi

    from .calls import call
    from .containers import catching

    if isinstance(getattr(require, "__self__", None), pulumi.Config):
        name = require.__name__.replace("require", "get", 1)
        return getattr(require.__self__, name)(*positional, **named)
    with catching("ConfigMissingError"):
        try:
            found = call("", require, *positional, **named)
        except pulumi.ConfigMissingError:
            return None
    if resolve(found) is None:
        current().refuse("what this gives, or that it fails, cannot be said")
    return found


def _is_fixed(run: Run, key: str, kind: str) -> bool:
    if kind != "json" and key in run.settings["secrets"] and key not in run.settings["config"]:
        return False  # only the stack's own key can tell its value
    return not run.symbolic or kind == "json" or key in run.settings["fixed"]


def _is_listed(run: Run, key: str) -> bool:
    """Tell whether a key is declared as an array of texts, which a parameter can hold."""
    settings = run.settings
    is_free = run.symbolic and key not in settings["fixed"] and key not in settings["secrets"]
    return is_free and key in settings["arrays"]


def _report(
    key: str,
    kind: str,
    *,
    default: str | None = None,
    secret: bool = False,
    fixed: bool = False,
    optional: bool = False,
) -> None:
    run = current()
    file, line = run.position()
    run.report(
        "config",
        key=_bare(key),
        kind="string" if kind == "json" else kind,
        default=default,
        secret=secret,
        fixed=fixed,
        optional=optional,
        file=file,
        line=line,
    )


def _bare(key: str) -> str:
    prefix = f"{current().settings['project']}:"
    return key.removeprefix(prefix)


class Reading:
    """One reading of a key that is not fixed.

    Args:
        key: the full key.
        kind: the type it is read as.
        required: whether the program fails without a value.
        default: what the program takes instead.
    """

    def __init__(self, key: str, kind: str, required: bool, default: Any) -> None:
        self.key, self.kind, self.default = key, kind, default
        settings = current().settings
        self.fixed_default = default is not None and not holds_symbol(default)
        self.always = required or self.fixed_default or key in settings["config"]
        self.always = self.always or key in settings["secrets"]

    def value(self) -> Any:
        """Give the symbol."""
        if self.key in current().settings["region_keys"]:
            return lift(current().node("string", node="region"))
        settings = current().settings
        optional = self.key in settings["optional"] and self.key not in settings["config"]
        if optional or not self.always:
            found = OptionalConfig(self)
            return found if self.default is None else found.or_value(self.default)
        self.settle(text_of(self.default) if self.fixed_default else None)
        return self.symbol(self.kind)

    def settle(
        self, default: str | None, kind: str | None = None, *, optional: bool = False
    ) -> None:
        """Report what the key's value is when it is not set."""
        run = current()
        settled = run.defaults.get(self.key)
        if settled is not None and default is not None and settled != default:
            run.again_with_optional(self.key)
        if default is not None:
            run.defaults[self.key] = default
        _report(self.key, kind or self.kind, default=default, optional=optional)

    def symbol(self, kind: str) -> Any:
        """Give the symbol for the key's value as a type."""
        run = current()
        token = run.node(kind, node="config", key=_bare(self.key))
        if kind == "boolean":
            return Condition({"node": "equal", "left": token, "right": "true"}, token)
        return Text(token) if kind == "string" else Value(token, kind)


class OptionalConfig(Choice):
    """The value of a key that may not be set: its text, or None.

    What the program does next says which: ``or`` gives it a default, anything else makes the
    empty text mean that it is not set.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._condition: str | None = None  # type: ignore[assignment]  # until it is asked for
        self._otherwise = None

    def condition_name(self) -> str:
        """Give the name of the condition that the key has a value."""
        if self._condition is None:
            reading = self._reading
            reading.settle("", "string", optional=True)
            text = reading.symbol("string")
            empty = {"node": "equal", "left": str.__str__(text), "right": ""}
            self._condition = name_of(Condition({"node": "not", "condition": empty}))
            self._then = text if reading.kind == "string" else _converted(text, reading.kind)
        return self._condition

    def sides(self) -> tuple[Any, Any]:
        """Give the value and None."""
        self.condition_name()
        return self._then, self._otherwise

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memory: Any) -> Any:
        return self

    def or_value(self, value: Any) -> Any:
        """Give the value, with another one for the case that it is not set, at this place only."""
        return choose(by_name(self.condition_name()), self.sides()[0], value)

    def with_default(self, default: Any) -> Any:
        """Give the value, with a default for the case that there is none.

        None where ``or`` does not just give a default.
        """
        if self._reading.key in current().settings["optional"]:
            return None
        value = default()
        if not isinstance(value, (str, int, float)) or isinstance(value, Symbol):
            return None
        if value is True:
            return True  # whatever the config value is
        if self._reading.kind in ("integer", "number") and value:
            words = f"the program takes {value} where {_bare(self._reading.key)} is 0"
            current().note("zero", f"{words}, the template takes 0")
        self._reading.settle(text_of(value))
        return self._reading.symbol(self._reading.kind)


def _converted(text: Text, kind: str) -> Any:
    token = current().node(kind, node="convert", to=kind, value=str.__str__(text))
    if kind != "boolean":
        return Value(token, kind)
    holds = equal(text, "true")
    return Condition(holds.specification, token) if isinstance(holds, Condition) else holds


def text_of(value: Any) -> str:
    """Give a default as config spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)
