"""CloudFormation's intrinsic functions as frozen nodes.

A value is a literal (text, number, boolean, None), a list, a dictionary, or one of the nodes below.
A dictionary is always the user's data: a function never travels as a dictionary with a magic key.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

from typing import ClassVar, Union

from ..records import dataclass

Literal = Union[str, int, float, bool, None]
Value = Union[Literal, list["Value"], dict[str, "Value"], "Intrinsic"]
Condition = Union[Literal, "Intrinsic"]


class Intrinsic:
    """A function of CloudFormation's template language. ``function`` is its long name."""

    __slots__ = ()
    function: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Ref(Intrinsic):
    """``Ref``: a parameter, a pseudo parameter, or what a resource's type says a reference is."""

    function: ClassVar[str] = "Ref"
    name: str


@dataclass(frozen=True, slots=True)
class GetAtt(Intrinsic):
    """``Fn::GetAtt``.

    ``attribute`` is dotted where it is nested, and a ``Ref`` only with AWS::LanguageExtensions.
    """

    function: ClassVar[str] = "Fn::GetAtt"
    resource: str
    attribute: Value


@dataclass(frozen=True, slots=True)
class Sub(Intrinsic):
    """``Fn::Sub``. ``variables`` is None for the short form."""

    function: ClassVar[str] = "Fn::Sub"
    text: str
    variables: dict[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Join(Intrinsic):
    """``Fn::Join``. ``values`` is a list, or a function that gives one."""

    function: ClassVar[str] = "Fn::Join"
    delimiter: Value
    values: Value


@dataclass(frozen=True, slots=True)
class Split(Intrinsic):
    """``Fn::Split``."""

    function: ClassVar[str] = "Fn::Split"
    delimiter: Value
    source: Value


@dataclass(frozen=True, slots=True)
class Select(Intrinsic):
    """``Fn::Select``."""

    function: ClassVar[str] = "Fn::Select"
    index: Value
    values: Value


@dataclass(frozen=True, slots=True)
class Base64(Intrinsic):
    """``Fn::Base64``."""

    function: ClassVar[str] = "Fn::Base64"
    value: Value


@dataclass(frozen=True, slots=True)
class Cidr(Intrinsic):
    """``Fn::Cidr``. ``cidr_bits`` is None where the template leaves it out."""

    function: ClassVar[str] = "Fn::Cidr"
    ip_block: Value
    count: Value
    cidr_bits: Value = None


@dataclass(frozen=True, slots=True)
class GetAZs(Intrinsic):
    """``Fn::GetAZs``. The empty text is the stack's own region."""

    function: ClassVar[str] = "Fn::GetAZs"
    region: Value = ""


@dataclass(frozen=True, slots=True)
class FindInMap(Intrinsic):
    """``Fn::FindInMap``.

    ``default`` is its ``DefaultValue`` (AWS::LanguageExtensions), ``has_default`` whether it has
    one.
    """

    function: ClassVar[str] = "Fn::FindInMap"
    mapping: Value
    top_key: Value
    second_key: Value
    default: Value = None
    has_default: bool = False


@dataclass(frozen=True, slots=True)
class ImportValue(Intrinsic):
    """``Fn::ImportValue``."""

    function: ClassVar[str] = "Fn::ImportValue"
    name: Value


@dataclass(frozen=True, slots=True)
class GetStackOutput(Intrinsic):
    """``Fn::GetStackOutput``: an output of another stack. ``arguments`` are its named arguments."""

    function: ClassVar[str] = "Fn::GetStackOutput"
    arguments: Value


@dataclass(frozen=True, slots=True)
class Length(Intrinsic):
    """``Fn::Length`` (AWS::LanguageExtensions)."""

    function: ClassVar[str] = "Fn::Length"
    values: Value


@dataclass(frozen=True, slots=True)
class ToJsonString(Intrinsic):
    """``Fn::ToJsonString`` (AWS::LanguageExtensions)."""

    function: ClassVar[str] = "Fn::ToJsonString"
    value: Value


@dataclass(frozen=True, slots=True)
class Transform(Intrinsic):
    """``Fn::Transform``: a macro, called at this place.

    Where it stands among further keys, which the macro may change, the dictionary stays one and
    holds the node under its own key.
    """

    function: ClassVar[str] = "Fn::Transform"
    call: Value


@dataclass(frozen=True, slots=True)
class ForEach(Intrinsic):
    """``Fn::ForEach::Name`` (AWS::LanguageExtensions), in a dictionary under its own key."""

    function: ClassVar[str] = "Fn::ForEach"
    identifier: Value
    collection: Value
    body: Value


@dataclass(frozen=True, slots=True)
class If(Intrinsic):
    """``Fn::If``. ``condition`` is the condition's name."""

    function: ClassVar[str] = "Fn::If"
    condition: str
    then: Value
    otherwise: Value


@dataclass(frozen=True, slots=True)
class Equals(Intrinsic):
    """``Fn::Equals``."""

    function: ClassVar[str] = "Fn::Equals"
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class And(Intrinsic):
    """``Fn::And``."""

    function: ClassVar[str] = "Fn::And"
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or(Intrinsic):
    """``Fn::Or``."""

    function: ClassVar[str] = "Fn::Or"
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not(Intrinsic):
    """``Fn::Not``."""

    function: ClassVar[str] = "Fn::Not"
    condition: Condition


@dataclass(frozen=True, slots=True)
class ConditionRef(Intrinsic):
    """``Condition``: another condition, by its name."""

    function: ClassVar[str] = "Condition"
    name: str


@dataclass(frozen=True, slots=True)
class RuleFunction(Intrinsic):
    """A function carried whole: one that only ``Rules`` may use (``Fn::Contains``, …).

    So is ``Fn::GetAtt`` where a function gives its resource's name (AWS::LanguageExtensions), and
    any function whose arguments a macro writes.
    """

    name: str
    arguments: Value

    @property
    def function(self) -> str:  # type: ignore[override]  # each has its own
        """Its long name."""
        return self.name


NO_VALUE = Ref("AWS::NoValue")
