"""The spelling in which stacks are compared, whatever their own is.

- ``Fn::Sub`` and ``Fn::Join`` of known items are one concatenation, neighbouring texts are one;
- ``Fn::GetAtt`` of what ``Ref`` returns for the type is ``Ref``, of a property that the template
  gives a text, this text, of one that is no attribute what the template gives;
- an item that ``Fn::Select`` picks of a list that is written out is that item, where the items
  before it need not be there a choice of items; the ``Fn::Length`` of such a list its length;
- ``Fn::Split`` by commas of what ``Fn::Join`` makes with commas of a list from a parameter is that
  list, whose items have none;
- what is picked of a choice, or by one, or such parts of one, is a choice of what is picked;
- scalars are compared by their text (``"80"`` and ``80``, ``"true"`` and ``true``), those at a
  place for a number or a boolean by what they are (``"080"`` and ``80``, ``"True"`` and ``true``);
- ``Fn::Base64`` of a text is its text in Base64;
- a text at a place for a document is the document that it is the JSON of;
- an entry or item that is ``AWS::NoValue`` is not there;
- a ``DependsOn`` that the references already imply is not there, and its order does not count;
- ``UpdateReplacePolicy: Delete`` is the default;
- ``Fn::ToJsonString`` of what has no function in it but the length of such lists is its text; in
  a text that is JSON, characters stand without escapes that they do not need;
- ``Fn::Equals`` of two texts is what it comes to, of a condition and ``"true"`` the condition, of a
  parameter and a text that it cannot be none; the order of what is compared does not count;
- ``Fn::GetAZs`` of the stack's own region is that of none; ``NoEcho: false`` is the default;
- a choice whose condition is decided where it stands, by the conditions around it, is what it comes
  to, and so is a list or a text in each case that they leave; ``Fn::And`` and ``Fn::Or`` are
  without what is said twice, or decides nothing, without others of their kind inside of them, and
  in no order; ``Fn::Not`` of one is the other, of the opposites;
- a condition that is another one, or its opposite, is that one; one that always holds, or never,
  is not there, nor is what never is there;
- an output that has no value by some conditions is one under the others; a condition that only one
  of the stacks has, and outputs alone hang on, is what it says;
- what ``Fn::FindInMap`` finds under a choice of keys is a choice of what it finds;
- ``AWS::LanguageExtensions`` goes without saying where a function is a resource's policy;
- the order of maps does not count. The order of lists does.
"""

from __future__ import annotations

from .stacks import folded
from .texts import scalar_text

__all__ = ["folded", "scalar_text"]
