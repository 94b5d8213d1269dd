// A run of a program: what it tells the engine, in the order and with the fields that Pulumi's own SDK does.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Pulumi.Serialization;

namespace Pulumi
{
    public sealed class DeploymentInstance
    {
        internal DeploymentInstance()
        {
        }

        public string StackName => Variable("PULUMI_STACK");

        public string ProjectName => Variable("PULUMI_PROJECT");

        public string OrganizationName => Variable("PULUMI_ORGANIZATION", "organization");

        public string RootDirectory => Variable("PULUMI_ROOT_DIRECTORY");

        public bool IsDryRun => Variable("PULUMI_DRY_RUN") == "true";

        public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
            new(Deployment.Current.Invoke<T>(token, args, options));

        public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
            new(Deployment.Current.Invoke<T>(token, args, options));

        public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
            Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(values => values.Values.First());

        public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
            Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(values => values.Values.First());

        public async Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
            (await Deployment.Current.Invoke<T>(token, args, options).ConfigureAwait(false)).Value;

        public async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
            (await InvokeAsync<ImmutableDictionary<string, T>>(token, args, options).ConfigureAwait(false)).Values.First();

        public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null) =>
            InvokeAsync<object>(token, args, options);

        private static string Variable(string name, string otherwise = "") =>
            Environment.GetEnvironmentVariable(name) ?? otherwise;
    }

    public sealed class Deployment
    {
        private const int FailedAndTold = 32;
        private static readonly AsyncLocal<Deployment?> current = new();
        private static readonly string[] features = { "secrets", "resourceReferences", "aliasSpecs", "deletedWith" };
        private readonly DeploymentInstance instance = new();
        private readonly Bridge bridge = new();
        private readonly ConcurrentQueue<Task> tasks = new();
        private Task<HashSet<string>> supported = null!;

        private Deployment()
        {
            var config = Environment.GetEnvironmentVariable("PULUMI_CONFIG") ?? "{}";
            Config = JsonSerializer.Deserialize<Dictionary<string, string>>(config)!;
        }

        public static DeploymentInstance Instance => Current.instance;

        internal static Deployment Current => current.Value
            ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

        internal IReadOnlyDictionary<string, string> Config { get; }

        internal Stack? Stack { get; set; }

        public static Task<int> RunAsync(Action action) => RunAsync(() =>
        {
            action();
            return (IDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty;
        });

        public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) =>
            RunAsync(() => Task.FromResult(func()));

        public static Task<int> RunAsync(Func<Task> func) => RunAsync(async () =>
        {
            await func().ConfigureAwait(false);
            return (IDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty;
        });

        public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) =>
            Run(() => new Stack(func, options));

        public static Task<int> RunAsync<TStack>()
            where TStack : Stack, new() => Run(() => Registered(Made<TStack>()));

        public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
            where TStack : Stack => Run(() => Registered((TStack)serviceProvider.GetService(typeof(TStack))!));

        /// <summary>Has what fails end the run that it belongs to.</summary>
        internal static void Watch(Task task) => current.Value?.tasks.Enqueue(task);

        internal void ReadOrRegister(Resource resource, bool custom, ResourceArgs args, ResourceOptions options) =>
            tasks.Enqueue(Complete(resource, custom, args, options));

        internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs) =>
            tasks.Enqueue(TellOutputs(resource, outputs));

        internal void Log(string severity, string message) => tasks.Enqueue(
            bridge.Call("Log", new() { ["severity"] = severity, ["message"] = message }));

        internal async Task<Data<T>> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options)
        {
            var serializer = new Serializer(await Supports("resourceReferences").ConfigureAwait(false));
            var serialized = await serializer.All(args.Values()).ConfigureAwait(false);
            var needed = serializer.Needed.ToImmutableHashSet();
            if (options is InvokeOutputOptions { DependsOn: var others })
            {
                needed = needed.Union(await others.ToOutput().ValueOr(ImmutableArray<Resource>.Empty).ConfigureAwait(false));
            }
            var unknown = new Data<T>(default!, needed, IsKnown: false, serializer.SawSecret);
            if (serializer.SawUnknown || !await AreKnown(needed).ConfigureAwait(false))
            {
                return unknown;
            }
            var provider = options?.Provider ?? options?.Parent?.GetProvider(token);
            var answer = await bridge.Call("Invoke", new()
            {
                ["tok"] = token,
                ["args"] = serialized,
                ["provider"] = await Reference(provider).ConfigureAwait(false),
                ["version"] = options?.Version ?? "",
                ["pluginDownloadURL"] = options?.PluginDownloadURL ?? "",
                ["acceptResources"] = true,
            }).ConfigureAwait(false);
            if (answer.TryGetProperty("failures", out var failures) && failures.GetArrayLength() > 0)
            {
                throw new InvalidOperationException($"Invoke of '{token}' failed: {failures}");
            }
            var given = answer.TryGetProperty("return", out var value) ? Deserializer.Read(value) : Data.Of<object?>(null);
            return given.With((T)Deserializer.Convert(given.Value, typeof(T))!).And(unknown with { IsKnown = true });
        }

        private static Task<int> Run(Func<Stack> make)
        {
            if (current.Value != null)
            {
                throw new InvalidOperationException("Deployment.RunAsync is called once.");
            }
            return Task.Run(async () =>
            {
                var deployment = current.Value = new Deployment();
                using var bridge = deployment.bridge;
                return await deployment.Made(make).ConfigureAwait(false);
            });
        }

        private static TStack Made<TStack>()
            where TStack : Stack, new()
        {
            try
            {
                return Activator.CreateInstance<TStack>();
            }
            catch (System.Reflection.TargetInvocationException inside)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inside.InnerException!);
                throw;
            }
        }

        private static Stack Registered(Stack stack)
        {
            stack.RegisterProperties();
            return stack;
        }

        private async Task<int> Made(Func<Stack> make)
        {
            try
            {
                supported = Supported();
                make();
                while (tasks.TryDequeue(out var task))
                {
                    await task.ConfigureAwait(false);
                }
            }
            catch (Exception failure)
            {
                await bridge.Call("Log", new() { ["severity"] = "ERROR", ["message"] = Told(failure) }).ConfigureAwait(false);
                return FailedAndTold;
            }
            await bridge.Call("SignalAndWaitForShutdown", new()).ConfigureAwait(false);
            return 0;
        }

        private static string Told(Exception failure)
        {
            var program = System.Reflection.Assembly.GetEntryAssembly()?.Location;
            return failure is RunException
                ? failure.Message
                : $"Running program '{program}' failed with an unhandled exception:\n{failure}";
        }

        private async Task<HashSet<string>> Supported()
        {
            var found = new HashSet<string>();
            foreach (var feature in features)
            {
                var answer = await bridge.Call("SupportsFeature", new() { ["id"] = feature }).ConfigureAwait(false);
                if (answer.TryGetProperty("hasSupport", out var has) && has.GetBoolean())
                {
                    found.Add(feature);
                }
            }
            return found;
        }

        private async Task<bool> Supports(string feature) => (await supported.ConfigureAwait(false)).Contains(feature);

        private async Task Complete(Resource resource, bool custom, ResourceArgs args, ResourceOptions options)
        {
            try
            {
                var answer = await Answer(resource, custom, args, options).ConfigureAwait(false);
                foreach (var (name, promise) in resource.Promises)
                {
                    Keep(name, promise, answer);
                }
            }
            catch (Exception failure)
            {
                foreach (var promise in resource.Promises.Values)
                {
                    promise.Break(failure);
                }
                throw;
            }
        }

        private void Keep(string name, IPromise promise, JsonElement answer)
        {
            var text = answer.TryGetProperty(name, out var said) && name is "urn" or "id" ? said.GetString() : null;
            if (name is "urn" or "id")
            {
                promise.Keep(new Data<object?>(text ?? "", ImmutableHashSet<Resource>.Empty, !string.IsNullOrEmpty(text), false));
                return;
            }
            var isThere = new[] { "object", "properties" }.Any(each =>
                answer.TryGetProperty(each, out var given) && given.TryGetProperty(name, out said));
            promise.Keep(isThere
                ? Deserializer.Read(said)
                : new Data<object?>(null, ImmutableHashSet<Resource>.Empty, !instance.IsDryRun, false));
        }

        private async Task<JsonElement> Answer(Resource resource, bool custom, ResourceArgs args, ResourceOptions options)
        {
            // Each waits for its turn: the order in which they are made is the order of the calls, as far as nothing waits.
            await Task.Yield();
            var keepsResources = await Supports("resourceReferences").ConfigureAwait(false);
            var explicitly = await options.DependsOn.ToOutput().ValueOr(ImmutableArray<Resource>.Empty).ConfigureAwait(false);
            var dependencies = await Urns(explicitly).ConfigureAwait(false);
            var properties = new Dictionary<string, object?>();
            var byProperty = new Dictionary<string, object?>();
            foreach (var (name, value) in args.Values())
            {
                var serializer = new Serializer(keepsResources);
                if (await serializer.One(value).ConfigureAwait(false) is not { } serialized)
                {
                    continue;
                }
                properties[name] = serialized;
                var urns = await Urns(serializer.Needed).ConfigureAwait(false);
                dependencies.UnionWith(urns);
                byProperty[name] = new Dictionary<string, object?> { ["urns"] = urns };
            }
            var parent = options.Parent ?? (resource is Stack ? null : Stack);
            var request = new Dictionary<string, object?>
            {
                ["type"] = resource.GetResourceType(),
                ["name"] = resource.GetResourceName(),
                ["parent"] = parent == null ? "" : await parent.Urn.ValueOr("").ConfigureAwait(false),
                ["dependencies"] = dependencies,
                ["provider"] = await Reference(options.Provider).ConfigureAwait(false),
                ["version"] = options.Version ?? "",
                ["acceptSecrets"] = true,
                ["acceptResources"] = true,
            };
            var id = options.Id == null ? "" : await options.Id.ToOutput().ValueOr("").ConfigureAwait(false);
            if (!string.IsNullOrEmpty(id))
            {
                request["id"] = id;
                request["properties"] = properties;
                var read = await bridge.Call("ReadResource", request).ConfigureAwait(false);
                return JsonSerializer.SerializeToElement(read.EnumerateObject()
                    .Append(JsonSerializer.SerializeToElement(new { id }).EnumerateObject().First())
                    .ToDictionary(each => each.Name, each => each.Value));
            }
            request["custom"] = custom;
            request["object"] = properties;
            request["propertyDependencies"] = byProperty;
            await AddOptions(request, options).ConfigureAwait(false);
            var answer = await bridge.Call("RegisterResource", request).ConfigureAwait(false);
            if (resource is Stack)
            {
                await bridge.Call("SetRootResource", new() { ["urn"] = answer.GetProperty("urn") }).ConfigureAwait(false);
            }
            return answer;
        }

        private async Task AddOptions(Dictionary<string, object?> request, ResourceOptions options)
        {
            request["pluginDownloadURL"] = options.PluginDownloadURL ?? "";
            request["supportsResultReporting"] = true;
            request["ignoreChanges"] = options.IgnoreChanges;
            request["aliases"] = await Task.WhenAll(options.Aliases.Select(Written)).ConfigureAwait(false);
            if (options.Protect is { } protect)
            {
                request["protect"] = protect;
            }
            if (options.RetainOnDelete is { } retain)
            {
                request["retainOnDelete"] = retain;
            }
            if (options.DeletedWith is { } other)
            {
                request["deletedWith"] = await other.Urn.ValueOr("").ConfigureAwait(false);
            }
            if (options.CustomTimeouts is { } timeouts)
            {
                static string Duration(TimeSpan? time) => time is { } given ? $"{(long)given.TotalSeconds}s" : "";
                request["customTimeouts"] = new Dictionary<string, object?>
                {
                    ["create"] = Duration(timeouts.Create),
                    ["update"] = Duration(timeouts.Update),
                    ["delete"] = Duration(timeouts.Delete),
                };
            }
            if (options is not CustomResourceOptions custom)
            {
                return;
            }
            request["importId"] = custom.ImportId ?? "";
            request["additionalSecretOutputs"] = custom.AdditionalSecretOutputs;
            request["replaceOnChanges"] = custom.ReplaceOnChanges;
            request["deleteBeforeReplace"] = custom.DeleteBeforeReplace ?? false;
            request["deleteBeforeReplaceDefined"] = custom.DeleteBeforeReplace != null;
        }

        private static async Task<object?> Written(Input<Alias> input)
        {
            var alias = await input.ToOutput().ValueOr(new Alias()).ConfigureAwait(false);
            if (alias.Urn != null)
            {
                return new { urn = alias.Urn };
            }
            static Task<string> Text(Input<string>? text) => text == null ? Task.FromResult("") : text.ToOutput().ValueOr("");
            var spec = new Dictionary<string, object?>
            {
                ["name"] = await Text(alias.Name).ConfigureAwait(false),
                ["type"] = await Text(alias.Type).ConfigureAwait(false),
                ["stack"] = await Text(alias.Stack).ConfigureAwait(false),
                ["project"] = await Text(alias.Project).ConfigureAwait(false),
            };
            Input<string>? parent = alias.Parent == null ? alias.ParentUrn : (Input<string>)alias.Parent.Urn;
            if (parent != null)
            {
                spec["parentUrn"] = await Text(parent).ConfigureAwait(false);
            }
            else
            {
                spec["noParent"] = alias.NoParent;
            }
            return new Dictionary<string, object?> { ["spec"] = spec };
        }

        private async Task TellOutputs(Resource resource, Output<IDictionary<string, object?>> outputs)
        {
            var keepsResources = await Supports("resourceReferences").ConfigureAwait(false);
            var urn = await resource.Urn.ValueOr("").ConfigureAwait(false);
            var values = await outputs.ValueOr(ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
            var serialized = await new Serializer(keepsResources).All(values).ConfigureAwait(false);
            await bridge.Call("RegisterResourceOutputs", new() { ["urn"] = urn, ["outputs"] = serialized })
                .ConfigureAwait(false);
        }

        private static async Task<string> Reference(ProviderResource? provider)
        {
            if (provider == null)
            {
                return "";
            }
            var urn = await provider.Urn.ValueOr("").ConfigureAwait(false);
            var id = await provider.Id.ValueOr(Signatures.Unknown).ConfigureAwait(false);
            return $"{urn}::{id}";
        }

        private static async Task<bool> AreKnown(IEnumerable<Resource> resources)
        {
            foreach (var resource in Inside(resources).OfType<CustomResource>())
            {
                if (!(await resource.Id.Data.ConfigureAwait(false)).IsKnown)
                {
                    return false;
                }
            }
            return true;
        }

        /// <summary>The URNs of resources, and of what is inside of components among them.</summary>
        private static async Task<SortedSet<string>> Urns(IEnumerable<Resource> resources)
        {
            var urns = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var resource in Inside(resources).OfType<CustomResource>())
            {
                urns.Add(await resource.Urn.ValueOr("").ConfigureAwait(false));
            }
            urns.Remove("");
            return urns;
        }

        private static HashSet<Resource> Inside(IEnumerable<Resource> resources)
        {
            var found = new HashSet<Resource>();
            var open = new Stack<Resource>(resources);
            while (open.TryPop(out var resource))
            {
                if (found.Add(resource) && resource is ComponentResource)
                {
                    foreach (var child in resource.Children)
                    {
                        open.Push(child);
                    }
                }
            }
            return found;
        }
    }

    public static class Log
    {
        public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
            Deployment.Current.Log("DEBUG", message);

        public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
            Deployment.Current.Log("INFO", message);

        public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
            Deployment.Current.Log("WARNING", message);

        public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
            Deployment.Current.Log("ERROR", message);
    }
}
