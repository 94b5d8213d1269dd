"""What a program registers for given config values, in a given environment: it is not run.

Everything that a `Program` can say is evaluated; what only a deployment knows is asked of the
caller. Values come in wire form: plain data, in which `SecretValue` marks what is secret, and
`UNKNOWN` stands for what nobody knew.
"""

from .environment import Environment
from .evaluating import Evaluation, Registration, evaluate
from .values import UNKNOWN, SecretValue, Unknown, has_secret, has_unknown, mapped, plain

__all__ = [
    "UNKNOWN",
    "Environment",
    "Evaluation",
    "Registration",
    "SecretValue",
    "Unknown",
    "evaluate",
    "has_secret",
    "has_unknown",
    "mapped",
    "plain",
]
