"""Records that are cheap to define: `dataclasses` without its share of the start-up.

The standard library writes and compiles six methods for each class, which for the some seventy
classes of the vocabularies is a third of the time that a command takes. Here comparing, printing
and freezing are shared by all classes, a class gets an ``__init__`` of its own when many of its
records are made, and its fields when somebody asks. What they are is the standard library's;
its `fields`, `replace` and `field` work as ever. Those of this module do without it: importing it
takes as long as importing ten modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    import inspect
    from operator import attrgetter

    def dataclass(cls=None, /, **options):
        """Do what `dataclasses.dataclass` does with ``slots``, which records have, and with
        ``frozen``, ``eq`` and ``kw_only``.
        """
        if cls is None:
            return lambda cls: _record(cls, options)
        return _record(cls, options)

    def field(**options):
        """Do what `dataclasses.field` does, with ``default``, ``default_factory``, ``compare`` and
        ``repr``.
        """
        return _Field(options)

    def replace(record, /, **changes):
        """Do what `dataclasses.replace` does."""
        parts = getattr(type(record), "__record_parts__", None)
        if parts is None:
            import dataclasses

            return dataclasses.replace(record, **changes)
        return type(record)(**{name: getattr(record, name) for name in parts} | changes)

    def _record(cls, options):
        frozen = options.get("frozen", False)
        cls = _with_parts(cls, options)
        cls.__init__ = _first_init
        cls.__repr__ = _repr
        if options.get("eq", True):
            _compare_by_value(cls, frozen)
        if frozen:
            cls.__setattr__ = cls.__delattr__ = _refuse
            cls.__reduce__ = _reduce
        return cls

    def _with_parts(cls, options):
        """The class anew, with its fields as slots where these are asked for."""
        annotations = inspect.get_annotations(cls)
        kinds = {name: kind for name, kind in annotations.items() if "ClassVar" not in str(kind)}
        namespace = dict(cls.__dict__)
        defaults = {name: namespace.pop(name) for name in kinds if name in namespace}
        if options.get("slots", False):
            taken = {name for base in cls.__mro__ for name in base.__dict__.get("__slots__", ())}
            namespace["__slots__"] = tuple(name for name in kinds if name not in taken)
            del namespace["__dict__"], namespace["__weakref__"]
            made = type(cls)(cls.__name__, cls.__bases__, namespace)
            made.__qualname__ = cls.__qualname__
            cls = made
        parts = dict(getattr(cls.__base__, "__record_parts__", {}))
        keyword = options.get("kw_only", False)
        parts |= {name: _Part(name, defaults.get(name, _ABSENT), keyword) for name in kinds}
        cls.__record_parts__, cls.__record_count__ = parts, 0
        # Without a docstring the standard library would make one of the signature.
        own = {"__module__": cls.__module__, "__doc__": cls.__name__, "__annotations__": kinds}
        cls.__dataclass_fields__ = _Fields(cls, {**own, **defaults}, keyword)
        return cls

    class _Part:
        """What is needed of a field before somebody asks for all that it is."""

        __slots__ = ("compare", "default", "factory", "keyword", "name", "repr")

        def __init__(self, name, default, keyword):
            self.name, self.default, self.keyword = name, default, keyword
            self.factory, self.compare, self.repr = _ABSENT, True, True
            if isinstance(default, _Field):
                options = default.options
                self.default = options.get("default", _ABSENT)
                self.factory = options.get("default_factory", _ABSENT)
                self.compare = options.get("compare", True)
                self.repr = options.get("repr", True)

    class _Field:
        """What is said of a field beside its type."""

        __slots__ = ("options",)

        def __init__(self, options):
            self.options = options

    class _Fields:
        """The fields of a class, made by the standard library when somebody asks for them."""

        def __init__(self, cls, namespace, keyword):
            self._cls, self._namespace = cls, namespace
            self._options = {"init": False, "repr": False, "eq": False, "kw_only": keyword}

        def __get__(self, record, owner):
            import dataclasses

            namespace = {
                name: dataclasses.field(**it.options) if isinstance(it, _Field) else it
                for name, it in self._namespace.items()
            }
            own = type(self._cls.__name__, (), namespace)
            own = dataclasses.dataclass(own, **self._options)
            inherited = getattr(self._cls.__base__, "__dataclass_fields__", {})
            self._cls.__dataclass_fields__ = {**inherited, **own.__dataclass_fields__}
            return self._cls.__dataclass_fields__

    def _first_init(self, *arguments, **named):
        """Make one of a class's first records, without a method of its own, which is worth while
        for many only.
        """
        cls = type(self)
        cls.__record_count__ += 1
        values = _values(cls, arguments, named)
        if values is None or cls.__record_count__ > _FEW:
            cls.__init__ = _written_init(cls)
            cls.__init__(self, *arguments, **named)
            return
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _values(cls, arguments, named):
        """The value of each field; None where the arguments are not what the class takes."""
        parts = cls.__record_parts__
        positions = [name for name in parts if not parts[name].keyword]
        values = {**dict(zip(positions, arguments, strict=False)), **named}
        if len(values) != len(arguments) + len(named) or not values.keys() <= parts.keys():
            return None
        for name, part in parts.items():
            if name not in values:
                values[name] = part.default if part.factory is _ABSENT else part.factory()
                if values[name] is _ABSENT:
                    return None
        return values

    def _written_init(cls):
        """Compile ``def __init__(self, left, right=default): ...`` for a class."""
        names = {"_absent": _ABSENT}
        heads, keyword_heads, body = ["self"], [], []
        for part in cls.__record_parts__.values():
            name, head, value = part.name, part.name, part.name
            if part.factory is not _ABSENT:
                names[f"_make_{name}"] = part.factory
                head += "=_absent"
                value = f"_make_{name}() if {name} is _absent else {name}"
            elif part.default is not _ABSENT:
                names[f"_default_{name}"] = part.default
                head += f"=_default_{name}"
            (keyword_heads if part.keyword else heads).append(head)
            body.append(f" _set_{name}(self, {value})")
            names[f"_set_{name}"] = getattr(cls, name).__set__  # the slot's, which nothing refuses
        heads += ["*", *keyword_heads] if keyword_heads else []
        exec("\n".join([f"def __init__({', '.join(heads)}):", *(body or [" pass"])]), names)
        return names["__init__"]

    _ABSENT = object()
    _FEW = 30  # making so many records takes as long as compiling a method for them

    def _compare_by_value(cls, frozen):
        compared = [part.name for part in cls.__record_parts__.values() if part.compare]
        key = attrgetter(*compared) if compared else type

        def equal(self, other):
            return key(self) == key(other) if other.__class__ is cls else NotImplemented

        cls.__eq__ = equal
        cls.__hash__ = (lambda self: hash(key(self))) if frozen else None

    def _repr(self):
        shown = (part.name for part in self.__record_parts__.values() if part.repr)
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({values})"

    def _refuse(self, name, *_value):
        import dataclasses

        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _reduce(self):
        values = {name: getattr(self, name) for name in self.__record_parts__}
        return _restored, (type(self), values)

    def _restored(cls, values):
        return cls(**values)


__all__ = ["dataclass", "field", "replace"]
