"""Every resource type in CloudFormation's, Pulumi's and the CDK's spelling.

What Pulumi's SDKs in single languages call things is in `converter.catalog.spelling`.

The data is built from the installed packages by `python -m converter.catalog.build`; only the
files of the services that are asked for are read.
"""

from .loading import by_cdk_class, by_token, near, resource_type, type_names
from .types import (
    SCALARS,
    Attribute,
    AutoName,
    EnumType,
    ObjectType,
    Property,
    Ref,
    ResourceType,
    Type,
)

__all__ = [
    "SCALARS",
    "Attribute",
    "AutoName",
    "EnumType",
    "ObjectType",
    "Property",
    "Ref",
    "ResourceType",
    "Type",
    "by_cdk_class",
    "by_token",
    "near",
    "resource_type",
    "type_names",
]
