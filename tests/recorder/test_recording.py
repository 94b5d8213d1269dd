"""What a program registers comes back as a Program, references and all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import converter
from converter.errors import ProgramError, SourceError, UnsupportedError, UsageError
from converter.pulumi import (
    Attribute,
    Concat,
    ConfigKey,
    ConfigValue,
    EnumMember,
    Equal,
    Invoke,
    Join,
    Json,
    Object,
    Secret,
    Select,
    StackName,
)
from converter.recorder import record
from converter.report import Report

from .programs import line_of, run, write_project

ROLE_ARN = Attribute("Role", ("arn",))
REGION = Invoke("getRegion", "region")


def test_values_become_what_they_are_made_of(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        role = aws.iam.Role(
            "Role",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [{"Zeta": 1, "Alpha": 2.0}],
            },
            tags=[{"key": "k", "value": "v"}],
        )
        database = aws.rds.DbInstance("Db", allocated_storage="20")
        parameter = aws.ssm.Parameter(
            "Parameter",
            type=aws.ssm.ParameterType.STRING,
            value=pulumi.Output.concat(database.endpoint.address, ":", database.endpoint.port),
        )
        function = aws.lambda_.Function(
            "Function",
            role=role.arn,
            code={"zip_file": "pass"},
            timeout=30,
            environment={"variables": {"camelKey": role.arn, "MY_KEY": "1"}},
        )
        pulumi.export("document", pulumi.Output.json_dumps({"role": role.arn, "list": [role.id]}))
        pulumi.export("dumped", role.arn.apply(lambda arn: json.dumps({"role": arn})))
        pulumi.export("joined", role.arn.apply(lambda arn: f"<{arn}>"))
        path = pulumi.Output.format("{0}/{name}", role.arn, name=role.role_name)
        pulumi.export("formatted", path)
        pulumi.export("hidden", pulumi.Output.secret(role.arn))
        pulumi.export("nested", {"role": role.id, "list": [1, 2.5, True]})
        region = aws.get_region().region
        pulumi.export("place", f"{region}-{pulumi.get_stack()}")
        pulumi.export("zone", aws.get_azs().azs[0])
        """,
    )
    resources, exports = program.resources, {key: e.value for key, e in program.exports.items()}
    assert list(resources) == ["Role", "Db", "Parameter", "Function"]
    policy = resources["Role"].inputs["assumeRolePolicyDocument"]
    assert policy == {"Version": "2012-10-17", "Statement": [{"Zeta": 1, "Alpha": 2}]}
    assert '"Zeta": 1, "Alpha": 2' in json.dumps(policy)
    assert resources["Role"].inputs["tags"] == [
        Object("aws-native:index:Tag", {"key": "k", "value": "v"})
    ]
    assert resources["Parameter"].inputs["type"] == EnumMember(
        "aws-native:ssm:ParameterType", "String"
    )
    endpoint = [Attribute("Db", ("endpoint", part)) for part in ("address", "port")]
    assert resources["Parameter"].inputs["value"] == Concat((endpoint[0], ":", endpoint[1]))
    environment = resources["Function"].inputs["environment"]
    assert isinstance(environment, Object)
    assert environment.fields == {"variables": {"camelKey": ROLE_ARN, "MY_KEY": "1"}}
    assert exports["document"] == Concat(
        ('{"role": "', ROLE_ARN, '", "list": ["', Attribute("Role", ("id",)), '"]}')
    )
    assert exports["dumped"] == Concat(('{"role": "', ROLE_ARN, '"}'))
    assert exports["joined"] == Concat(("<", ROLE_ARN, ">"))
    assert exports["formatted"] == Concat((ROLE_ARN, "/", Attribute("Role", ("roleName",))))
    assert exports["hidden"] == Secret(ROLE_ARN)
    assert exports["nested"]["list"] == [1, 2.5, True]  # type: ignore[index, call-overload]
    assert exports["place"] == Concat((REGION, "-", StackName()))
    assert exports["zone"] == Select(0, Invoke("getAzs", "azs"))


def test_components_loops_and_modules_are_just_python(tmp_path: Path) -> None:
    report = Report()
    program = run(
        tmp_path,
        """
        from parts import Queues
        queues = Queues("both", [f"q{number}" for number in range(2)])
        topic = aws.sns.Topic(
            "topic", opts=pulumi.ResourceOptions(depends_on=[queues], retain_on_delete=True)
        )
        kept = pulumi.ResourceOptions(protect=True, ignore_changes=["topic_name"])
        aws.sns.Topic("other", opts=kept)
        aws.sqs.Queue("topic", opts=pulumi.ResourceOptions(depends_on=topic))
        """,
        files={
            "parts": """
            import pulumi
            import pulumi_aws_native as aws

            class Queues(pulumi.ComponentResource):
                def __init__(self, name, names, opts=None):
                    super().__init__("demo:index:Queues", name, None, opts)
                    for each in names:
                        aws.sqs.Queue(each, opts=pulumi.ResourceOptions(parent=self))
                    self.register_outputs({})
            """
        },
        report=report,
    )
    options = {name: resource.options for name, resource in program.resources.items()}
    assert list(options) == ["q0", "q1", "topic", "other", "topic2"]
    assert options["topic"].depends_on == ("q0", "q1")
    assert options["topic"].retain_on_delete
    assert options["other"].protect
    assert options["other"].ignore_changes == ("topicName",)
    assert options["topic2"].depends_on == ("topic",)
    assert [finding.code for finding in report] == ["renamed-resource"]


CONFIG = """
config:
  name: {type: string, description: a name}
  size: {type: integer, default: 3}
  plain: text
  aws-native:region: eu-west-1
"""
READS = """
aws.sqs.Queue("Queue", queue_name=config.require("name"), delay_seconds=config.require_int("size"))
password = config.require_secret("password")
pulumi.export("password", password)
pulumi.export("default", config.get("other", "fallback"))
pulumi.export("region", pulumi.Config("aws-native").require("region"))
pulumi.export("place", aws.get_region().region)
"""


def test_config_flows_through_and_is_declared(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text(
        "config:\n  demo:name: mine\n  demo:password:\n    secure: v1:abc\n"
    )
    program = run(tmp_path, READS, project=CONFIG)
    assert program.config == {
        "name": ConfigKey(description="a name", default="mine"),
        "size": ConfigKey(type="integer", default=3),
        "plain": ConfigKey(default="text"),
        "password": ConfigKey(secret=True),
        "other": ConfigKey(default="fallback"),
    }
    inputs = program.resources["Queue"].inputs
    assert inputs == {"queueName": ConfigValue("name"), "delaySeconds": ConfigValue("size")}
    assert program.exports["password"].value == Secret(ConfigValue("password"))
    assert program.exports["region"].value == program.exports["place"].value == REGION


def test_a_fixed_value_is_no_parameter(tmp_path: Path) -> None:
    report = Report()
    program = run(tmp_path, READS, project=CONFIG, config={"name": "n", "size": "5"}, report=report)
    assert program.resources["Queue"].inputs == {"queueName": "n", "delaySeconds": 5}
    assert list(program.config) == ["plain", "password", "other"]
    assert [finding.code for finding in report] == ["fixed-config", "fixed-config"]


ARRAYS = """
config:
  names: {type: array, items: {type: string}, default: [a, b]}
  sizes: {type: array, items: {type: integer}, default: [1, 2]}
"""


def test_an_array_of_texts_is_a_list(tmp_path: Path) -> None:
    reads = """
    names, sizes = config.require_object("names"), config.require_object("sizes")
    aws.sqs.Queue("Queue", queue_name=names[0], delay_seconds=sizes[1])
    pulumi.export("names", ",".join(names))
    """
    report = Report()
    program = run(tmp_path, reads, project=ARRAYS, report=report)
    names = ConfigValue("names")
    assert program.resources["Queue"].inputs == {"queueName": Select(0, names), "delaySeconds": 2}
    assert program.exports["names"].value == Join(",", names)
    assert program.config == {"names": ConfigKey(type="list", default="a,b")}
    assert [finding.code for finding in report] == ["fixed-config"]


OBJECT = """
config:
  demo:db: {user: admin, password: {secure: v1:abc}, hosts: [{name: a, token: {secure: v1:def}}]}
"""
READS_OBJECT = """
db = config.require_object("db")
aws.ssm.Parameter("P", type="String", value=db["password"], description=db["user"])
aws.ssm.Parameter("J", type="String", value=json.dumps(db, separators=(",", ":")))
size = "long" if db["password"] == config.require("other") else "short"
pulumi.export("size", size)
"""


@pytest.mark.parametrize("concrete", [False, True])
def test_what_is_encrypted_in_an_object_is_a_secret_parameter(
    concrete: bool, tmp_path: Path
) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text(OBJECT, encoding="utf-8")
    report = Report()
    program = run(tmp_path, READS_OBJECT, report=report, concrete=concrete, config={"other": "x"})
    password, token = ConfigValue("dbPassword"), ConfigValue("dbHosts0Token")
    assert program.resources["P"].inputs["value"] == password
    assert program.resources["P"].inputs["description"] == "admin"
    assert program.resources["J"].inputs["value"] == Json(
        {"user": "admin", "password": password, "hosts": [{"name": "a", "token": token}]}
    )
    assert all(program.config[it.key].secret for it in (password, token))
    assert list(program.conditions.values()) == [Equal(password, "x")]
    assert [it.code for it in report].count("encrypted-config") == 2
    assert "v1:" not in str(program) + str([*report])


@pytest.mark.parametrize("concrete", [False, True])
def test_entries_of_maps_that_are_null_are_not_there(concrete: bool, tmp_path: Path) -> None:
    source = """
    tags = {"a": config.get("a"), "b": None, "c": "d"}
    aws.ssm.Parameter("P", type="String", value="v", tags=tags)
    """
    program = run(tmp_path, source, concrete=concrete)
    given = program.resources["P"].inputs["tags"]
    assert isinstance(given, dict)
    assert given.get("c") == "d"
    assert "b" not in given
    assert ("a" in given) is not concrete


def test_the_config_of_stacks_may_have_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "Pulumi.live.yaml").write_text("config: {demo:a: b}\n")
    write_project(
        tmp_path, 'pulumi.export("a", config.require("a"))', config="stackConfigDir: stacks\n"
    )
    assert record(tmp_path, stack="live").config == {"a": ConfigKey(default="b")}
    with pytest.raises(UsageError, match=r"no Pulumi.liv.yaml; did you mean live\?"):
        record(tmp_path, stack="liv")


def test_a_text_with_something_encrypted_in_it_is_a_secret(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text(OBJECT, encoding="utf-8")
    program = run(tmp_path, 'pulumi.export("db", config.require("db"))')
    assert program.config == {"db": ConfigKey(secret=True)}
    assert program.exports["db"].value == ConfigValue("db")


def test_concrete_leaves_only_outputs_open(tmp_path: Path) -> None:
    values = {"name": "n", "password": "p"}
    program = run(tmp_path, READS, project=CONFIG, config=values, concrete=True)
    assert program.exports["place"].value == "eu-west-1"
    assert program.exports["default"].value == "fallback"
    assert program.resources["Queue"].inputs["delaySeconds"] == 3
    assert list(program.config) == ["plain", "password"]
    assert program.config["password"] == ConfigKey(secret=True)


@pytest.mark.parametrize(
    ("stack", "name", "codes"),
    [
        ("acme/demo/dev", "acme", []),
        ("acme/dev", "acme", []),
        ("dev", "organization", ["organization"]),
    ],
)
def test_concrete_knows_the_organization_from_the_name_of_the_stack(
    stack: str, name: str, codes: list[str], tmp_path: Path
) -> None:
    write_project(tmp_path, 'pulumi.export("name", pulumi.get_organization())')
    report = Report()
    program = converter.record(tmp_path, stack=stack, concrete=True, report=report)
    assert program.exports["name"].value == name
    assert [finding.code for finding in report] == codes


@pytest.mark.parametrize(
    "expression",
    [
        'config.require("name").upper()',
        'config.require("name")[:3]',
        'bucket.arn.apply(lambda arn: arn.split(":")[-1])',
        "bucket.arn.apply(str.upper)",
        'bucket.arn.apply(lambda arn: "".join(reversed(list(arn))))',
    ],
)
def test_a_changed_placeholder_is_refused(tmp_path: Path, expression: str) -> None:
    source = f"""
    bucket = aws.s3.Bucket("Bucket")
    aws.sqs.Queue("Queue", queue_name={expression})
    """
    with pytest.raises(ProgramError) as caught:
        run(tmp_path, source)
    helps = "config" in expression  # nothing is to be fixed in what only a deployment knows
    assert ("-c KEY=VALUE" in str(caught.value)) is helps
    assert ("--concrete" in str(caught.value)) is helps
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "__main__.py"), line_of(2))


def test_a_failing_program_is_told_with_its_own_line(tmp_path: Path) -> None:
    source = """
    def fail():
        raise ValueError("no such thing")
    fail()
    """
    with pytest.raises(ProgramError, match=r"^ValueError: no such thing$") as caught:
        run(tmp_path, source)
    assert caught.value.line == line_of(2)


def test_a_hanging_program_is_ended(tmp_path: Path) -> None:
    write_project(tmp_path, "import time\ntime.sleep(60)\n")
    with pytest.raises(ProgramError, match="did not end within 2 seconds"):
        record(tmp_path, timeout=2)


def test_resources_of_other_providers_are_all_named(tmp_path: Path) -> None:
    source = """
    class Foreign(pulumi.CustomResource):
        def __init__(self, name):
            super().__init__("aws:s3/bucket:Bucket", name, {})
    Foreign("one")
    Foreign("two")
    """
    with pytest.raises(UnsupportedError) as caught:
        run(tmp_path, source)
    assert "one (aws:s3/bucket:Bucket), two (aws:s3/bucket:Bucket)" in str(caught.value)


def test_what_an_id_tells_of_an_existing_resource(tmp_path: Path) -> None:
    bucket = 'bucket = aws.s3.Bucket.get("Bucket", "name")\n'
    program = run(tmp_path, bucket + 'pulumi.export("n", bucket.bucket_name)\n')
    assert program.exports["n"].value == "name"
    assert not program.resources


def test_an_attribute_may_be_a_map_inside_of_what_is_given(tmp_path: Path) -> None:
    component = """
        component = aws.sagemaker.InferenceComponent(
            "Component",
            endpoint_name="endpoint",
            specification={"container": {"image": "image"}},
        )
        pulumi.export("status", component.inference_component_status)
        """
    program = run(tmp_path, component)
    assert program.exports["status"].value == Attribute("Component", ("inferenceComponentStatus",))


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no Pulumi\.yaml"):
        record(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text("name: demo\nruntime: haskell\n")
    with pytest.raises(UnsupportedError, match="haskell"):
        record(tmp_path)


def test_a_chain_is_longer_than_what_recursion_reaches(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
topic = aws.sns.Topic("T0")
for number in range(1, 1200):
    topic = aws.sns.Topic(f"T{number}", display_name=topic.topic_name)
""",
    )
    assert len(program.resources) == 1200
    assert program.resources["T1199"].inputs["displayName"] == Attribute("T1198", ("topicName",))
