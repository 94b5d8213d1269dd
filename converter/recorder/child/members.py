"""Members of enums that are not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import conditions
from .choices import choose
from .symbols import Text


class Member(Text):
    """A member of an enum, of which only the value is told: ``Stage(config.require("stage"))``."""

    enum: Any

    @classmethod
    def of(cls, text: Text, enum: Any) -> Member:
        """Make the member of an enum that has a text as its value."""
        made = cls(str.__str__(text))
        made.enum = enum
        return made

    @property
    def value(self) -> Text:
        """The member's value."""
        return Text(str.__str__(self))

    @property
    def name(self) -> Any:
        """The member's name: one of all that the enum has."""
        return self.each(lambda member: member.name)

    def each(self, change: Callable[[Any], Any]) -> Any:
        """Do something with every member that it can be; its value, where that comes of it."""
        results = [(member, change(member)) for member in self.enum]
        if all(result == member.value for member, result in results):
            return self.value
        found = results[-1][1]
        for member, result in reversed(results[:-1]):
            found = choose(conditions.equal(self.value, member.value), result, found)
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "enum":
            raise AttributeError(name)
        return self.each(lambda member: getattr(member, name))
