"""Programs of any language: prepared once, then started as often as it takes."""

from .preparing import RUNTIMES, prepare
from .runs import Runs
from .starting import Fault, Prepared, Settings

__all__ = ["RUNTIMES", "Fault", "Prepared", "Runs", "Settings", "prepare"]
