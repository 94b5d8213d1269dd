"""What programs decide, found by trying: a program is a function from config to registrations.

It works for every language whose programs cannot be run with symbols. What is not seen in a run is
not promised by the template.
"""

from .observing import Hints
from .probing import probe
from .subjects import Subject

__all__ = ["Hints", "Subject", "probe"]
