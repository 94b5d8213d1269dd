package program;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.awsnative.AwsnativeFunctions;
import com.pulumi.awsnative.ec2.Vpc;
import com.pulumi.awsnative.iam.Role;
import com.pulumi.awsnative.iam.RoleArgs;
import com.pulumi.awsnative.inputs.CidrArgs;
import com.pulumi.awsnative.rds.DbInstance;
import com.pulumi.awsnative.rds.DbInstanceArgs;
import com.pulumi.awsnative.sns.Topic;
import com.pulumi.awsnative.sns.TopicArgs;
import com.pulumi.awsnative.sqs.Queue;
import com.pulumi.awsnative.sqs.QueueArgs;
import com.pulumi.core.Alias;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What programs ask of the engine. */
public class App {
    static class Component extends ComponentResource {
        Component(String name, ComponentResourceOptions options) {
            super("demo:index:Component", name, options);
        }
    }

    static CustomResourceOptions.Builder option() {
        return CustomResourceOptions.builder();
    }

    static void options(Topic first) {
        var asked = new LinkedHashMap<String, CustomResourceOptions>();
        asked.put("additionalSecretOutputs", option().additionalSecretOutputs("displayName").build());
        asked.put("aliases", option().aliases(Alias.builder().name("Old").build()).build());
        var timeouts = CustomTimeouts.builder().create(Duration.ofMinutes(5)).build();
        asked.put("customTimeouts", option().customTimeouts(timeouts).build());
        asked.put("deleteBeforeReplace", option().deleteBeforeReplace(true).build());
        asked.put("dependsOn", option().dependsOn(first).build());
        asked.put("hideDiffs", option().hideDiffs("displayName").build());
        asked.put("ignoreChanges", option().ignoreChanges("tags").build());
        asked.put("import", option().importId("arn:aws:sns:eu-west-1:123456789012:t").build());
        asked.put("protect", option().protect(true).build());
        asked.put("replaceOnChanges", option().replaceOnChanges("displayName").build());
        asked.put("replaceWith", option().replaceWith(first).build());
        asked.put("replacementTrigger", option().replacementTrigger(Output.of("1")).build());
        asked.put("retainOnDelete", option().retainOnDelete(true).build());
        var args = TopicArgs.builder().displayName("d").build();
        asked.forEach((name, option) -> new Topic(name, args, option));
    }

    static void dependencies(Topic first) {
        new Queue("ByAttribute", QueueArgs.builder()
            .queueName(first.topicName().applyValue(Optional::orElseThrow)).build());
        new Queue("ByText", QueueArgs.builder()
            .queueName(Output.format("%s-queue", first.topicArn())).build());
        new Queue("ByLiteral", QueueArgs.builder()
            .queueName(first.displayName().applyValue(name -> "fixed")).build());
        new Role("ByJson", RoleArgs.builder().assumeRolePolicyDocument(Map.of(
            "Version", "2012-10-17", "Topic", first.topicArn(), "List", List.of(first.id()))).build());
        var before = new Component("Before", null);
        new Topic("InBefore", TopicArgs.Empty, option().parent(before).build());
        var after = new Component("After", ComponentResourceOptions.builder().dependsOn(before).build());
        new Topic("InAfter", TopicArgs.Empty, option().parent(after).build());
    }

    static void values(Context ctx) {
        var hidden = new Topic("Secret", TopicArgs.builder()
            .displayName(Output.ofSecret("hidden")).build());
        new Topic("FromSecret", TopicArgs.builder()
            .displayName(hidden.displayName().applyValue(Optional::orElseThrow)).build());
        ctx.export("secret", hidden.displayName());
        new Topic("Large", TopicArgs.builder().displayName("x".repeat(6 << 20)).build());
        var db = new DbInstance("Db", DbInstanceArgs.builder().engine("mysql").build());
        var progress = db.storageOperationPercentProgress();
        new Queue("Number", QueueArgs.builder()
            .delaySeconds(progress).queueName(Output.format("at-%s%%", progress)).build());
        var vpc = new Vpc("Vpc");
        ctx.export("blocks", vpc.ipv6CidrBlocks());
        ctx.export("firstBlock", vpc.ipv6CidrBlocks().applyValue(blocks -> blocks.get(0)));
        ctx.export("address", db.endpoint().applyValue(it -> it.address().orElseThrow()));
    }

    static void calls(Context ctx) {
        var region = AwsnativeFunctions.getRegionPlain().join().region();
        new Topic("Called", TopicArgs.builder().displayName("in " + region)
            .topicName(AwsnativeFunctions.getAzs().applyValue(found -> found.azs().get(1))).build());
        var cidr = CidrArgs.builder().ipBlock("10.0.0.0/16").count(3).cidrBits(8).build();
        ctx.export("subnets", AwsnativeFunctions.cidr(cidr).applyValue(found -> found.subnets()));
        ctx.log().debug("quiet");
        ctx.log().warn("careful");
    }

    static void everything(Context ctx) {
        var first = new Topic("First", TopicArgs.builder().displayName("shown").build());
        options(first);
        dependencies(first);
        values(ctx);
        calls(ctx);
    }

    public static void main(String[] args) {
        Pulumi.run(App::everything);
    }
}
