"""Records that are cheap to define: `dataclasses` without its share of the start-up.

The standard library writes and compiles six methods for each class, which for the some seventy
classes of the vocabularies is a third of the time that a command takes. Here comparing, printing
and freezing are shared by all classes, and a class gets its ``__init__`` when its first record is
made. Everything else is the standard library's; `fields`, `replace` and `field` work as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(cls=None, /, **options):
        """Do what `dataclasses.dataclass` does with ``slots``, which records have, and with
        ``frozen``, ``eq`` and ``kw_only``.
        """
        if cls is None:
            return lambda cls: _record(cls, options)
        return _record(cls, options)

    def _record(cls, options):
        frozen = options.get("frozen", False)
        rest = {key: options[key] for key in ("slots", "kw_only") if key in options}
        cls = dataclasses.dataclass(cls, **rest, init=False, eq=False, repr=False)
        cls.__init__ = _first_init
        cls.__repr__ = _repr
        if options.get("eq", True):
            _compare_by_value(cls, frozen)
        if frozen:
            cls.__setattr__ = cls.__delattr__ = _refuse
            cls.__reduce__ = _reduce
        return cls

    def _first_init(self, *arguments, **named):
        cls = type(self)
        cls.__init__ = _written_init(cls)
        cls.__init__(self, *arguments, **named)

    def _written_init(cls):
        """Compile ``def __init__(self, left, right=default): ...`` for a class."""
        names = {"_absent": _ABSENT}
        heads, keyword_heads, body = ["self"], [], []
        for field in dataclasses.fields(cls):
            name, head, value = field.name, field.name, field.name
            if field.default_factory is not dataclasses.MISSING:
                names[f"_make_{name}"] = field.default_factory
                head += "=_absent"
                value = f"_make_{name}() if {name} is _absent else {name}"
            elif field.default is not dataclasses.MISSING:
                names[f"_default_{name}"] = field.default
                head += f"=_default_{name}"
            (keyword_heads if field.kw_only else heads).append(head)
            body.append(f" _set_{name}(self, {value})")
            names[f"_set_{name}"] = getattr(cls, name).__set__  # the slot's, which nothing refuses
        heads += ["*", *keyword_heads] if keyword_heads else []
        exec("\n".join([f"def __init__({', '.join(heads)}):", *(body or [" pass"])]), names)
        return names["__init__"]

    _ABSENT = object()

    def _compare_by_value(cls, frozen):
        compared = [field.name for field in dataclasses.fields(cls) if field.compare]
        key = attrgetter(*compared) if compared else type

        def equal(self, other):
            return key(self) == key(other) if other.__class__ is cls else NotImplemented

        cls.__eq__ = equal
        cls.__hash__ = (lambda self: hash(key(self))) if frozen else None

    def _repr(self):
        shown = (field.name for field in dataclasses.fields(self) if field.repr)
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({values})"

    def _refuse(self, name, *_value):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _reduce(self):
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return _restored, (type(self), values)

    def _restored(cls, values):
        return cls(**values)


__all__ = ["dataclass"]
