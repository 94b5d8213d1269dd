// What programs ask of the engine.
package main

import (
	"context"
	"fmt"
	"strings"

	aws "github.com/pulumi/pulumi-aws-native/sdk/go/aws"
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/ec2"
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/iam"
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/rds"
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/sns"
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

var programs = map[string]func(*pulumi.Context) error{
	"computed":   computed,
	"everything": everything,
	"existing":   existing,
	"lookup":     lookup,
	"loop":       loop,
	"parallel":   parallel,
	"transforms": transforms,
	"unknown":    unknown,
}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		return programs[config.Require(ctx, "which")](ctx)
	})
}

func options(ctx *pulumi.Context, first *sns.Topic) error {
	hook, err := ctx.RegisterResourceHook("seen", func(*pulumi.ResourceHookArgs) error { return nil }, nil)
	if err != nil {
		return err
	}
	for name, option := range map[string]pulumi.ResourceOption{
		"dependsOn":               pulumi.DependsOn([]pulumi.Resource{first}),
		"protect":                 pulumi.Protect(true),
		"retainOnDelete":          pulumi.RetainOnDelete(true),
		"ignoreChanges":           pulumi.IgnoreChanges([]string{"tags"}),
		"replaceOnChanges":        pulumi.ReplaceOnChanges([]string{"displayName"}),
		"additionalSecretOutputs": pulumi.AdditionalSecretOutputs([]string{"displayName"}),
		"aliases":                 pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("Old")}}),
		"customTimeouts":          pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "5m"}),
		"deleteBeforeReplace":     pulumi.DeleteBeforeReplace(true),
		"deletedWith":             pulumi.DeletedWith(first),
		"replaceWith":             pulumi.ReplaceWith([]pulumi.Resource{first}),
		"import":                  pulumi.Import(pulumi.ID("arn:aws:sns:eu-west-1:123456789012:t")),
		"hooks":                   pulumi.ResourceHooks(&pulumi.ResourceHookBinding{AfterCreate: []*pulumi.ResourceHook{hook}}),
		"hideDiffs":               pulumi.HideDiffs([]string{"displayName"}),
		"replacementTrigger":      pulumi.ReplacementTrigger(pulumi.String("1")),
	} {
		if _, err := sns.NewTopic(ctx, name, &sns.TopicArgs{DisplayName: pulumi.String("d")}, option); err != nil {
			return err
		}
	}
	return nil
}

func tagging(key string) pulumi.ResourceTransform {
	return func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
		if !args.Custom {
			return nil
		}
		tags := pulumi.Array{}
		if has, ok := args.Props["tags"]; ok {
			tags = append(tags, has.(pulumi.Array)...)
		}
		args.Props["tags"] = append(tags, pulumi.Map{"key": pulumi.String(key), "value": pulumi.String("v")})
		return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
	}
}

func see(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
	args.Props["displayName"] = pulumi.Sprintf("see %s", args.Props["displayName"].(pulumi.Output))
	_ = args.Props["topicName"].(pulumi.Output)
	return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
}

type component struct {
	pulumi.ResourceState
}

func newComponent(ctx *pulumi.Context, name string, opts ...pulumi.ResourceOption) (*component, error) {
	made := &component{}
	return made, ctx.RegisterComponentResource("demo:index:Component", name, made, opts...)
}

func transforms(ctx *pulumi.Context) error {
	if err := ctx.RegisterResourceTransform(tagging("stack")); err != nil {
		return err
	}
	parent, err := newComponent(ctx, "Parent", pulumi.Transforms([]pulumi.ResourceTransform{tagging("parent")}))
	if err != nil {
		return err
	}
	if _, err := sns.NewTopic(ctx, "Inside", nil, pulumi.Parent(parent), pulumi.Transforms([]pulumi.ResourceTransform{tagging("own")})); err != nil {
		return err
	}
	outside, err := sns.NewTopic(ctx, "Outside", &sns.TopicArgs{DisplayName: pulumi.String("d")})
	if err != nil {
		return err
	}
	_, err = sns.NewTopic(ctx, "Seen", &sns.TopicArgs{
		DisplayName: outside.TopicArn,
		TopicName:   pulumi.ToSecret(pulumi.String("hidden")).(pulumi.StringOutput),
	}, pulumi.Transforms([]pulumi.ResourceTransform{see}))
	return err
}

func dependencies(ctx *pulumi.Context, first *sns.Topic) error {
	_, err := sqs.NewQueue(ctx, "ByAttribute", &sqs.QueueArgs{QueueName: first.TopicName})
	if err != nil {
		return err
	}
	if _, err = sqs.NewQueue(ctx, "ByText", &sqs.QueueArgs{QueueName: pulumi.Sprintf("%s-queue", first.TopicArn)}); err != nil {
		return err
	}
	if _, err = sqs.NewQueue(ctx, "ByLiteral", &sqs.QueueArgs{
		QueueName: first.DisplayName.ApplyT(func(v *string) string { return "fixed" }).(pulumi.StringOutput),
	}); err != nil {
		return err
	}
	_, err = iam.NewRole(ctx, "ByJson", &iam.RoleArgs{
		AssumeRolePolicyDocument: pulumi.Any(map[string]any{"Version": "2012-10-17", "Topic": first.TopicArn, "List": []any{first.ID()}}),
	})
	if err != nil {
		return err
	}
	made, err := newComponent(ctx, "Made")
	if err != nil {
		return err
	}
	if err = ctx.RegisterResourceOutputs(made, pulumi.Map{"topic": first}); err != nil {
		return err
	}
	return ctx.RegisterResource("aws-native:sqs:Queue", "ByReference", pulumi.Map{"queueName": pulumi.Any(first)}, &anyResource{})
}

func components(ctx *pulumi.Context, first *sns.Topic) error {
	kept, err := newComponent(ctx, "Kept", pulumi.RetainOnDelete(true), pulumi.Protect(true), pulumi.DeletedWith(first))
	if err != nil {
		return err
	}
	if _, err = sns.NewTopic(ctx, "InKept", nil, pulumi.Parent(kept)); err != nil {
		return err
	}
	_, err = sns.NewTopic(ctx, "Not", nil, pulumi.Parent(kept), pulumi.RetainOnDelete(false), pulumi.Protect(false))
	return err
}

func values(ctx *pulumi.Context, _ *sns.Topic) error {
	hidden, err := sns.NewTopic(ctx, "Secret", &sns.TopicArgs{DisplayName: pulumi.ToSecret(pulumi.String("hidden")).(pulumi.StringOutput)})
	if err != nil {
		return err
	}
	if _, err = sns.NewTopic(ctx, "FromSecret", &sns.TopicArgs{DisplayName: hidden.DisplayName}); err != nil {
		return err
	}
	ctx.Export("secret", hidden.DisplayName)
	if _, err = sns.NewTopic(ctx, "Large", &sns.TopicArgs{DisplayName: pulumi.String(strings.Repeat("x", 6<<20))}); err != nil {
		return err
	}
	db, err := rds.NewDbInstance(ctx, "Db", &rds.DbInstanceArgs{Engine: pulumi.String("mysql")})
	if err != nil {
		return err
	}
	progress := db.StorageOperationPercentProgress
	if _, err = sqs.NewQueue(ctx, "Number", &sqs.QueueArgs{DelaySeconds: progress, QueueName: pulumi.Sprintf("at-%d%%", progress)}); err != nil {
		return err
	}
	vpc, err := ec2.NewVpc(ctx, "Vpc", nil)
	if err != nil {
		return err
	}
	ctx.Export("blocks", vpc.Ipv6CidrBlocks)
	ctx.Export("firstBlock", vpc.Ipv6CidrBlocks.Index(pulumi.Int(0)))
	ctx.Export("address", db.Endpoint.Address())
	return nil
}

func calls(ctx *pulumi.Context, _ *sns.Topic) error {
	if err := ctx.RequirePulumiVersion(">=3.0.0"); err != nil {
		return err
	}
	region, err := aws.GetRegion(ctx)
	if err != nil {
		return err
	}
	zones := aws.GetAzsOutput(ctx, aws.GetAzsOutputArgs{}).Azs()
	if _, err = sns.NewTopic(ctx, "Called", &sns.TopicArgs{DisplayName: pulumi.String("in " + region.Region), TopicName: zones.Index(pulumi.Int(1))}); err != nil {
		return err
	}
	cidr := aws.CidrOutputArgs{IpBlock: pulumi.String("10.0.0.0/16"), Count: pulumi.Int(3), CidrBits: pulumi.Int(8)}
	ctx.Export("subnets", aws.CidrOutput(ctx, cidr).Subnets())
	_ = ctx.Log.Debug("quiet", nil)
	_ = ctx.Log.Warn("careful", nil)
	for _, part := range []string{"one ", "message"} {
		_ = ctx.Log.Warn(part, &pulumi.LogArgs{StreamID: 7})
	}
	return nil
}

func everything(ctx *pulumi.Context) error {
	first, err := sns.NewTopic(ctx, "First", &sns.TopicArgs{DisplayName: pulumi.String("shown")})
	if err != nil {
		return err
	}
	for _, ask := range []func(*pulumi.Context, *sns.Topic) error{options, dependencies, components, values, calls} {
		if err = ask(ctx, first); err != nil {
			return err
		}
	}
	return nil
}

func existing(ctx *pulumi.Context) error {
	topic, err := sns.GetTopic(ctx, "Existing", pulumi.ID("arn:aws:sns:eu-west-1:123456789012:known"), nil)
	if err != nil {
		return err
	}
	_, err = sns.NewTopic(ctx, "T", &sns.TopicArgs{DisplayName: topic.TopicName, TopicName: topic.ID()})
	return err
}

func lookup(ctx *pulumi.Context) error {
	var found struct {
		DisplayName string `pulumi:"displayName"`
		TopicArn    string `pulumi:"topicArn"`
	}
	args := &struct {
		TopicArn string `pulumi:"topicArn"`
	}{"arn:aws:sns:eu-west-1:123456789012:known"}
	if err := ctx.Invoke("aws-native:sns:getTopic", args, &found); err != nil {
		return err
	}
	_, err := sns.NewTopic(ctx, "T", &sns.TopicArgs{DisplayName: pulumi.String(found.DisplayName), TopicName: pulumi.String(found.TopicArn)})
	return err
}

func parallel(ctx *pulumi.Context) error {
	err := ctx.RegisterResourceTransform(func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
		region, err := aws.GetRegion(ctx)
		if err != nil {
			panic(err)
		}
		args.Props["displayName"] = pulumi.String(region.Region)
		return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
	})
	if err != nil {
		return err
	}
	for number := 0; number < 300; number++ {
		if _, err := sns.NewTopic(ctx, fmt.Sprintf("T%d", number), &sns.TopicArgs{}); err != nil {
			return err
		}
	}
	return nil
}

func computed(ctx *pulumi.Context) error {
	db, err := rds.NewDbInstance(ctx, "Db", &rds.DbInstanceArgs{Engine: pulumi.String("mysql")})
	if err != nil {
		return err
	}
	_, err = sqs.NewQueue(ctx, "Queue", &sqs.QueueArgs{DelaySeconds: db.StorageOperationPercentProgress.ApplyT(func(v int) int { return v + 7 }).(pulumi.IntOutput)})
	return err
}

func unknown(ctx *pulumi.Context) error {
	db, err := rds.NewDbInstance(ctx, "Db", &rds.DbInstanceArgs{Engine: pulumi.String("mysql")})
	if err != nil {
		return err
	}
	_, err = sqs.NewQueue(ctx, "Queue", &sqs.QueueArgs{FifoQueue: db.IsStorageConfigUpgradeAvailable})
	return err
}

func loop(ctx *pulumi.Context) error {
	zones, err := aws.GetAzs(ctx, &aws.GetAzsArgs{})
	if err != nil {
		return err
	}
	for number, zone := range zones.Azs {
		if _, err = sns.NewTopic(ctx, fmt.Sprintf("T%d", number), &sns.TopicArgs{DisplayName: pulumi.String(zone)}); err != nil {
			return err
		}
	}
	return nil
}

type anyResource struct {
	pulumi.CustomResourceState
}
