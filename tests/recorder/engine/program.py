"""What programs ask of the engine."""

from collections.abc import Callable

import pulumi
import pulumi_aws_native as aws


class Component(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("demo:index:Component", name, {}, opts)


def options(first: aws.sns.Topic) -> None:
    asked = {
        "additionalSecretOutputs": {"additional_secret_outputs": ["displayName"]},
        "aliases": {"aliases": [pulumi.Alias(name="Old")]},
        "customTimeouts": {"custom_timeouts": pulumi.CustomTimeouts(create="5m")},
        "deleteBeforeReplace": {"delete_before_replace": True},
        "deletedWith": {"deleted_with": first},
        "dependsOn": {"depends_on": [first]},
        "hideDiffs": {"hide_diffs": ["displayName"]},
        "ignoreChanges": {"ignore_changes": ["tags"]},
        "import": {"import_": "arn:aws:sns:eu-west-1:123456789012:t"},
        "protect": {"protect": True},
        "replaceOnChanges": {"replace_on_changes": ["displayName"]},
        "replaceWith": {"replace_with": [first]},
        "replacementTrigger": {"replacement_trigger": "1"},
        "retainOnDelete": {"retain_on_delete": True},
        "stateMigrations": {"state_migrations": [lambda state: None]},
    }
    for name, option in asked.items():
        aws.sns.Topic(name, display_name="d", opts=pulumi.ResourceOptions(**option))
    hook = pulumi.ResourceHook("seen", lambda args: None)
    binding = pulumi.ResourceHookBinding(after_create=[hook])
    aws.sns.Topic("hooks", display_name="d", opts=pulumi.ResourceOptions(hooks=binding))


def dependencies(first: aws.sns.Topic) -> None:
    aws.sqs.Queue("ByAttribute", queue_name=first.topic_name)
    aws.sqs.Queue("ByText", queue_name=pulumi.Output.concat(first.topic_arn, "-queue"))
    aws.sqs.Queue("ByLiteral", queue_name=first.display_name.apply(lambda _: "fixed"))
    document = {"Version": "2012-10-17", "Topic": first.topic_arn, "List": [first.id]}
    aws.iam.Role("ByJson", assume_role_policy_document=document)
    before = Component("Before")
    aws.sns.Topic("InBefore", opts=pulumi.ResourceOptions(parent=before))
    after = Component("After", pulumi.ResourceOptions(depends_on=[before]))
    aws.sns.Topic("InAfter", opts=pulumi.ResourceOptions(parent=after))
    made = Component("Made")
    made.register_outputs({"topic": first})
    pulumi.CustomResource("aws-native:sqs:Queue", "ByReference", {"queueName": first})


def components(first: aws.sns.Topic) -> None:
    opts = pulumi.ResourceOptions(retain_on_delete=True, protect=True, deleted_with=first)
    kept = Component("Kept", opts)
    aws.sns.Topic("InKept", opts=pulumi.ResourceOptions(parent=kept))
    own = pulumi.ResourceOptions(parent=kept, retain_on_delete=False, protect=False)
    aws.sns.Topic("Not", opts=own)


def values(first: aws.sns.Topic) -> None:
    hidden = aws.sns.Topic("Secret", display_name=pulumi.Output.secret("hidden"))
    aws.sns.Topic("FromSecret", display_name=hidden.display_name)
    pulumi.export("secret", hidden.display_name)
    aws.sns.Topic("Large", display_name="x" * (6 << 20))
    db = aws.rds.DbInstance("Db", engine="mysql")
    progress = db.storage_operation_percent_progress
    text = pulumi.Output.format("at-{}%", progress)
    aws.sqs.Queue("Number", delay_seconds=progress, queue_name=text)
    vpc = aws.ec2.Vpc("Vpc")
    pulumi.export("blocks", vpc.ipv6_cidr_blocks)
    pulumi.export("firstBlock", vpc.ipv6_cidr_blocks[0])
    pulumi.export("address", db.endpoint.address)


def calls(first: aws.sns.Topic) -> None:
    pulumi.require_pulumi_version(">=3.0.0")
    zones = aws.get_azs_output().azs
    aws.sns.Topic("Called", display_name=f"in {aws.get_region().region}", topic_name=zones[1])
    pulumi.export("subnets", aws.cidr_output(ip_block="10.0.0.0/16", count=3, cidr_bits=8).subnets)
    pulumi.log.debug("quiet")
    pulumi.log.warn("careful")
    pulumi.log.warn("one ", stream_id=7)
    pulumi.log.warn("message", stream_id=7)


def everything() -> None:
    first = aws.sns.Topic("First", display_name="shown")
    for ask in (options, dependencies, components, values, calls):
        ask(first)


def tagging(key: str) -> Callable[..., object]:
    def tag(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if not args.custom:
            return None
        tags = [*(args.props.get("tags") or []), {"key": key, "value": "v"}]
        return pulumi.ResourceTransformResult({**args.props, "tags": tags}, args.opts)

    return tag


def see(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
    assert isinstance(args.props["displayName"], pulumi.Output)
    assert isinstance(args.props["topicName"], pulumi.Output)
    shown = pulumi.Output.concat("see ", args.props["displayName"])
    return pulumi.ResourceTransformResult({**args.props, "displayName": shown}, args.opts)


def transforms() -> None:
    pulumi.runtime.register_resource_transform(tagging("stack"))
    parent = Component("Parent", pulumi.ResourceOptions(transforms=[tagging("parent")]))
    own = pulumi.ResourceOptions(parent=parent, transforms=[tagging("own")])
    aws.sns.Topic("Inside", opts=own)
    outside = aws.sns.Topic("Outside", display_name="d")
    name = pulumi.Output.secret("hidden")
    seeing = pulumi.ResourceOptions(transforms=[see])
    aws.sns.Topic("Seen", display_name=outside.topic_arn, topic_name=name, opts=seeing)


def existing() -> None:
    topic = aws.sns.Topic.get("Existing", "arn:aws:sns:eu-west-1:123456789012:known")
    aws.sns.Topic("T", display_name=topic.topic_name, topic_name=topic.id)


def method() -> None:
    topic = aws.sns.Topic("First")
    asked = pulumi.runtime.call("aws-native:sns:Topic/publish", {}, topic)
    aws.sqs.Queue("Queue", queue_name=asked.apply(lambda found: found["id"]))


def parallel() -> None:
    def show(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        region = aws.get_region_output().region
        return pulumi.ResourceTransformResult({**args.props, "displayName": region}, args.opts)

    pulumi.runtime.register_resource_transform(show)
    for number in range(40):
        aws.sns.Topic(f"T{number}")


PROGRAMS = {
    "everything": everything,
    "existing": existing,
    "method": method,
    "parallel": parallel,
    "transforms": transforms,
}
PROGRAMS[pulumi.Config().require("which")]()
