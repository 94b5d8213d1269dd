"""What the catalog says that SDKs call things, for all that there is.

Go's, C#'s and Java's are held against what Pulumi's generators make of the catalog as a schema,
TypeScript's against npm's own package.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from converter import catalog, naming
from converter.catalog.spelling import SPELLINGS

from . import names
from .schema import all_resources

# A getter of an output has the name of its property, but for a method that outputs have already.
GETTERS = {
    "go": [
        f"{SPELLINGS['go'].resource(resource).module}.{kind}{layout}LayoutElementOutput.elementType"
        for resource in [catalog.by_token("aws-native:quicksight:Analysis")]
        if resource
        for kind in ("Analysis", "Dashboard", "Template")
        for layout in ("FreeForm", "Grid")
    ]
}
# What npm's older version has and pip's has not any more.
ONLY_IN_NPM = """\
appstream.StackFleetAssociation.awsId
codeartifact.DomainArgs.encryptionKey
codeartifact.RepositoryArgs.domainOwner
codebuild.ReportGroup.awsId
dax.SubnetGroup.awsId
dms.MigrationProjectArgs.instanceProfileArn
dms.MigrationProjectArgs.instanceProfileName
dms.MigrationProjectArgs.migrationProjectCreationTime
signer.SigningProfileArgs.profileName
""".splitlines()


@pytest.mark.parametrize("language", ["go", "csharp", "java"])
def test_all_names_are_those_of_pulumis_generators(language: str) -> None:
    there = names.called(language)
    said = names.expected(language, all_resources())
    assert sum(map(len, said.values())) > 97_000
    assert names.misspelled(said, there) == []
    assert names.lacking(said, there) == GETTERS.get(language, [])
    assert names.unsaid(said, there) == []


def test_all_names_in_typescript_are_those_of_the_package() -> None:
    there = names.called("typescript")
    said = names.expected("typescript", all_resources())
    assert names.misspelled(said, there) == []
    assert names.unsaid(said, there) == [f"@pulumi/aws-native.{name}" for name in ONLY_IN_NPM]
    assert len(names.lacking(said, there)) < 2_500  # of 97,000: what is new since


def differing(language: str, plain: Callable[[str], str]) -> Counter[str]:
    """The names of properties and enum members that are not spelled plainly, with how often."""
    spelling = SPELLINGS[language]
    odd: Counter[str] = Counter()
    for resource in all_resources():
        owners = [resource, *(each for each in resource.object_types.values() if each.pulumi)]
        for owner in owners:
            for found in owner.properties.values():
                if found.pulumi and spelling.property(owner, found) != plain(found.pulumi):
                    odd[spelling.property(owner, found)] += 1
    return odd


def test_what_clashes_in_go_is_counted() -> None:
    renamed: Counter[str] = Counter()
    for resource in all_resources():
        tokens = {resource.token: SPELLINGS["go"].resource(resource).name}
        for found in resource.object_types.values():
            if found.pulumi:
                name = SPELLINGS["go"].input(found).name.removesuffix("Args")
                tokens[found.pulumi] = name
        tokens |= {each.pulumi: SPELLINGS["go"].enum(each).name for each in resource.enums.values()}
        for token, name in tokens.items():
            renamed[name.removeprefix(token.rpartition(":")[2])] += 1
    del renamed[""]
    assert renamed == {"Type": 47, "Enum": 70, "Resource": 1}


def test_properties_that_are_not_spelled_plainly_are_counted() -> None:
    assert differing("typescript", str) == {}
    assert differing("go", naming.upper_first) == {"ElementType_": 6}
    in_csharp = differing("csharp", naming.upper_first)
    assert (in_csharp.total(), in_csharp["VersionValue"]) == (50, 1)
    assert all(name.endswith("Value") for name in in_csharp)
    assert differing("java", str) == {
        "boolean_": 2,
        "default_": 5,
        "double_": 2,
        "else_": 1,
        "enum_": 3,
        "equals_": 6,
        "interface_": 2,
        "notify_": 1,
        "package_": 1,
        "public_": 3,
        "static_": 1,
    }
