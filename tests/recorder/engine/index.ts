// What programs ask of the engine.
import * as aws from "@pulumi/aws-native";
import * as pulumi from "@pulumi/pulumi";

class Component extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("demo:index:Component", name, {}, opts);
  }
  tell(outputs: Record<string, unknown>) {
    this.registerOutputs(outputs);
  }
}

class Anything extends pulumi.CustomResource {
  constructor(type: string, name: string, inputs: Record<string, unknown>) {
    super(type, name, inputs);
  }
}

function options(first: aws.sns.Topic) {
  const asked: Record<string, any> = {
    additionalSecretOutputs: { additionalSecretOutputs: ["displayName"] },
    aliases: { aliases: [{ name: "Old" }] },
    customTimeouts: { customTimeouts: { create: "5m" } },
    deleteBeforeReplace: { deleteBeforeReplace: true },
    deletedWith: { deletedWith: first },
    dependsOn: { dependsOn: [first] },
    hideDiffs: { hideDiffs: ["displayName"] },
    hooks: { hooks: { afterCreate: [new pulumi.ResourceHook("seen", () => {})] } },
    ignoreChanges: { ignoreChanges: ["tags"] },
    import: { import: "arn:aws:sns:eu-west-1:123456789012:t" },
    protect: { protect: true },
    replaceOnChanges: { replaceOnChanges: ["displayName"] },
    replaceWith: { replaceWith: [first] },
    replacementTrigger: { replacementTrigger: "1" },
    retainOnDelete: { retainOnDelete: true },
  };
  for (const [name, option] of Object.entries(asked)) {
    new aws.sns.Topic(name, { displayName: "d" }, option);
  }
}

function dependencies(first: aws.sns.Topic) {
  new aws.sqs.Queue("ByAttribute", { queueName: first.topicName.apply((name) => name!) });
  new aws.sqs.Queue("ByText", { queueName: pulumi.interpolate`${first.topicArn}-queue` });
  new aws.sqs.Queue("ByLiteral", { queueName: first.displayName.apply(() => "fixed") });
  new aws.iam.Role("ByJson", {
    assumeRolePolicyDocument: { Version: "2012-10-17", Topic: first.topicArn, List: [first.id] },
  });
  const before = new Component("Before");
  new aws.sns.Topic("InBefore", {}, { parent: before });
  const after = new Component("After", { dependsOn: [before] });
  new aws.sns.Topic("InAfter", {}, { parent: after });
  new Component("Made").tell({ topic: first });
  new Anything("aws-native:sqs:Queue", "ByReference", { queueName: first });
}

function components(first: aws.sns.Topic) {
  const parent = new Component("Kept", { retainOnDelete: true, protect: true, deletedWith: first });
  new aws.sns.Topic("InKept", {}, { parent });
  new aws.sns.Topic("Not", {}, { parent, retainOnDelete: false, protect: false });
}

function values() {
  const hidden = new aws.sns.Topic("Secret", { displayName: pulumi.secret("hidden") });
  new aws.sns.Topic("FromSecret", { displayName: hidden.displayName });
  new aws.sns.Topic("Large", { displayName: "x".repeat(6 << 20) });
  const db = new aws.rds.DbInstance("Db", { engine: "mysql" });
  const progress = db.storageOperationPercentProgress;
  new aws.sqs.Queue("Number", { delaySeconds: progress, queueName: pulumi.interpolate`at-${progress}%` });
  const vpc = new aws.ec2.Vpc("Vpc");
  return {
    secret: hidden.displayName,
    blocks: vpc.ipv6CidrBlocks,
    firstBlock: vpc.ipv6CidrBlocks[0],
    address: db.endpoint.apply((endpoint) => endpoint?.address),
  };
}

async function calls() {
  await pulumi.requirePulumiVersion(">=3.0.0");
  const { region } = await aws.getRegion();
  new aws.sns.Topic("Called", { displayName: `in ${region}`, topicName: aws.getAzsOutput().azs[1] });
  pulumi.log.debug("quiet");
  pulumi.log.warn("careful");
  pulumi.log.warn("one ", undefined, 7);
  pulumi.log.warn("message", undefined, 7);
  return { subnets: aws.cidrOutput({ ipBlock: "10.0.0.0/16", count: 3, cidrBits: 8 }).subnets };
}

function tagging(key: string): pulumi.ResourceTransform {
  return (args) => {
    if (!args.custom) return undefined;
    const tags = [...(args.props.tags ?? []), { key, value: "v" }];
    return { props: { ...args.props, tags }, opts: args.opts };
  };
}

const see: pulumi.ResourceTransform = (args) => {
  if (!pulumi.Output.isInstance(args.props.displayName)) throw new Error("no output");
  if (!pulumi.Output.isInstance(args.props.topicName)) throw new Error("no output");
  const displayName = pulumi.interpolate`see ${args.props.displayName}`;
  return { props: { ...args.props, displayName }, opts: args.opts };
};

const programs: Record<string, () => unknown> = {
  async everything() {
    const first = new aws.sns.Topic("First", { displayName: "shown" });
    options(first);
    dependencies(first);
    components(first);
    return { ...values(), ...(await calls()) };
  },
  transforms() {
    pulumi.runtime.registerResourceTransform(tagging("stack"));
    const parent = new Component("Parent", { transforms: [tagging("parent")] });
    new aws.sns.Topic("Inside", {}, { parent, transforms: [tagging("own")] });
    const outside = new aws.sns.Topic("Outside", { displayName: "d" });
    const inputs = { displayName: outside.topicArn, topicName: pulumi.secret("hidden") };
    new aws.sns.Topic("Seen", inputs, { transforms: [see] });
  },
};

module.exports = programs[new pulumi.Config().require("which")]();
