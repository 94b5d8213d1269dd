"""What a project's ``pom.xml`` says of how its program is started."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from ...errors import SourceError

_NAMESPACE = "{*}"
_PROPERTY = re.compile(r"\$\{([^${}]+)\}")
_LONGEST = 10_000
"""How long a text may get that properties are put into: some stand for each other."""
_PLAIN = {"mainClass", "commandlineArgs", "arguments", "cleanupDaemonThreads"}
"""What of the plugin's configuration does not change how a program runs."""


class Pom:
    """A ``pom.xml``.

    Args:
        path: the file.

    Raises:
        SourceError: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        try:
            self._root = ElementTree.parse(path).getroot()
        except (OSError, ElementTree.ParseError) as error:
            raise SourceError(f"it cannot be read: {error}", file=str(path)) from None
        properties = self._root.find(f"{_NAMESPACE}properties")
        self._properties = {
            each.tag.rpartition("}")[2]: (each.text or "").strip()
            for each in (properties if properties is not None else ())
        }

    def main_class(self) -> str | None:
        """Give the class that ``exec:java`` starts; None where only Maven can tell, or more is
        asked of it than to start a class.
        """
        for plugin in self._root.iter():
            if self._text(plugin, "artifactId") == "exec-maven-plugin":
                configuration = plugin.find(f"{_NAMESPACE}configuration")
                named = configuration if configuration is not None else ()
                if any(each.tag.rpartition("}")[2] not in _PLAIN for each in named):
                    return None
                found = self._text(configuration, "mainClass")
                if found is not None:
                    return self._resolved(found)
        return self._resolved(self._properties.get("exec.mainClass"))

    def classes(self) -> Path:
        """Give the folder that compiled classes are in."""
        build = self._root.find(f"{_NAMESPACE}build")
        folder = self._resolved(self._text(build, "directory")) or "target"
        named = self._resolved(self._text(build, "outputDirectory"))
        return self._folder / (named or f"{folder}/classes")

    def class_file(self, name: str) -> Path:
        """Give the file of a compiled class."""
        return self.classes() / f"{name.replace('.', '/')}.class"

    def _text(self, parent: ElementTree.Element | None, tag: str) -> str | None:
        found = parent.find(f"{_NAMESPACE}{tag}") if parent is not None else None
        return found.text.strip() if found is not None and found.text else None

    def _resolved(self, text: str | None) -> str | None:
        """Give a text with what its properties are; None where one is unknown, or it has no end."""
        known = {"project.basedir": str(self._folder), "basedir": str(self._folder)}
        known |= self._properties
        for _ in range(len(self._properties) + 1):
            if text is None or _PROPERTY.search(text) is None:
                break
            if len(text) > _LONGEST:
                return None
            text = _PROPERTY.sub(lambda match: known.get(match[1], "${}"), text)
        return None if text is None or "${" in text else text
