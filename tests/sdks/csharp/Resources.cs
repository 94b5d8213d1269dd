// Resources, components and stacks, and the arguments that they are made of.

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

namespace Pulumi
{
    public class Resource
    {
        private readonly string type;
        private readonly string name;
        private readonly bool? protect;
        private readonly ImmutableArray<ResourceTransformation> transformations =
            ImmutableArray<ResourceTransformation>.Empty;
        private readonly ImmutableDictionary<string, ProviderResource> providers =
            ImmutableDictionary<string, ProviderResource>.Empty;

        private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options)
        {
            this.type = type;
            this.name = name;
            Promises = Serialization.Promise.AllOf(this);
            var isRoot = type == Stack.RootType;
            options = options.Clone();
            var parent = options.Parent ?? (isRoot ? null : Deployment.Current.Stack);
            transformations = options.ResourceTransformations.ToImmutableArray();
            if (parent != null)
            {
                transformations = transformations.AddRange(parent.transformations);
            }
            foreach (var transformation in transformations)
            {
                if (transformation(new ResourceTransformationArgs(this, args, options)) is { } changed)
                {
                    (args, options) = (changed.Args, changed.Options.Clone());
                }
            }
            if (options.Parent != null)
            {
                protect = options.Protect ??= options.Parent.protect;
                providers = options.Parent.providers;
                options.Parent.Children.Add(this);
            }
            protect = options.Protect;
            var own = options is ComponentResourceOptions { Providers: var several } ? several : new();
            foreach (var provider in own.Concat(new[] { options.Provider }.OfType<ProviderResource>()))
            {
                providers = providers.SetItem(provider.Package, provider);
            }
            if (custom)
            {
                options.Provider ??= GetProvider(type);
            }
            Deployment.Current.ReadOrRegister(this, custom, args, options);
        }

        [Output("urn")]
        public Output<string> Urn { get; private protected set; } = null!;

        internal HashSet<Resource> Children { get; } = new();

        internal IReadOnlyDictionary<string, Serialization.IPromise> Promises { get; }

        public string GetResourceType() => type;

        public string GetResourceName() => name;

        internal ProviderResource? GetProvider(string token) =>
            providers.TryGetValue(token.Split(':')[0], out var provider) ? provider : null;
    }

    public class CustomResource : Resource
    {
        public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
            : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions())
        {
        }

        [Output("id")]
        public Output<string> Id { get; private protected set; } = null!;
    }

    public class ProviderResource : CustomResource
    {
        public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
            : base($"pulumi:providers:{package}", name, args, options) => Package = package;

        internal string Package { get; }
    }

    public class ComponentResource : Resource
    {
        public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
            : this(type, name, ResourceArgs.Empty, options)
        {
        }

        public ComponentResource(
            string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
            : base(type, name, custom: false, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions())
        {
            if (remote)
            {
                throw new NotSupportedException("Components of other programs are not made here.");
            }
        }

        protected void RegisterOutputs() => RegisterOutputs(OutputsOf(this));

        protected void RegisterOutputs(IDictionary<string, object?> outputs) =>
            RegisterOutputs(Task.FromResult(outputs));

        protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs) =>
            RegisterOutputs(Output.Create(outputs));

        protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs) =>
            Deployment.Current.RegisterOutputs(this, outputs);

        private protected static Dictionary<string, object?> OutputsOf(ComponentResource component)
        {
            var found = new Dictionary<string, object?>();
            foreach (var property in component.GetType().GetProperties())
            {
                var attribute = property.GetCustomAttribute<OutputAttribute>();
                if (attribute != null && property.DeclaringType != typeof(Resource))
                {
                    found[attribute.Name ?? property.Name] = property.GetValue(component);
                }
            }
            return found;
        }
    }

    public class Stack : ComponentResource
    {
        internal const string RootType = "pulumi:pulumi:Stack";

        public Stack(StackOptions? options = null)
            : base(RootType, $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", Own(options)) =>
            Deployment.Current.Stack = this;

        internal Stack(Func<Task<IDictionary<string, object?>>> make, StackOptions? options)
            : this(options) => RegisterOutputs(Output.Create(Task.Run(make)));

        internal void RegisterProperties()
        {
            var outputs = OutputsOf(this);
            var missing = outputs.Where(pair => pair.Value == null).Select(pair => pair.Key).ToArray();
            if (missing.Length > 0)
            {
                throw new RunException(
                    $"Output(s) '{string.Join(", ", missing)}' have no value assigned. "
                    + "[Output] attributed properties must be assigned inside Stack constructor.");
            }
            RegisterOutputs(outputs);
        }

        private static ComponentResourceOptions Own(StackOptions? options) =>
            new() { ResourceTransformations = options?.ResourceTransformations ?? new() };
    }

    public class StackReference : CustomResource
    {
        public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
            : base(
                "pulumi:pulumi:StackReference",
                name,
                new StackReferenceArgs { Name = args?.Name ?? name },
                CustomResourceOptions.Merge(options, new CustomResourceOptions { Id = args?.Name ?? name }))
        {
        }

        [Output("name")]
        public Output<string> Name { get; private set; } = null!;

        [Output("outputs")]
        public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

        [Output("secretOutputNames")]
        public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

        public Output<object?> GetOutput(Input<string> name) => Secret(name, Output.Tuple(name, (Input<ImmutableDictionary<string, object>>)Outputs)
            .Apply(both => both.Item2.TryGetValue(both.Item1, out var value) ? value : (object?)null));

        public Output<object> RequireOutput(Input<string> name) => Secret(name, Output.Tuple(name, (Input<ImmutableDictionary<string, object>>)Outputs)
            .Apply(both => both.Item2.TryGetValue(both.Item1, out var value)
                ? value
                : throw new KeyNotFoundException($"Required output '{both.Item1}' does not exist.")));

        public Task<object?> GetValueAsync(Input<string> name) => GetOutput(name).ValueOr(null);

        public Task<object> RequireValueAsync(Input<string> name) => RequireOutput(name).ValueOr(null!);

        private Output<T> Secret<T>(Input<string> name, Output<T> value) => value.WithSecret(IsSecret(name));

        private async Task<bool> IsSecret(Input<string> name)
        {
            var secrets = await SecretOutputNames.Data.ConfigureAwait(false);
            return secrets.IsKnown && !secrets.Value.IsDefault
                ? secrets.Value.Contains(await name.ToOutput().ValueOr("").ConfigureAwait(false))
                : (await Outputs.Data.ConfigureAwait(false)).IsSecret;
        }
    }

    public class StackReferenceArgs : ResourceArgs
    {
        [Input("name", required: true)]
        public Input<string>? Name { get; set; }
    }

    public abstract class InputArgs
    {
        private protected InputArgs()
        {
        }

        internal Dictionary<string, object?> Values()
        {
            const BindingFlags all = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            var values = new Dictionary<string, object?>();
            foreach (var member in GetType().GetMembers(all))
            {
                if (member.GetCustomAttribute<InputAttribute>() is not { } attribute)
                {
                    continue;
                }
                var value = member is FieldInfo field ? field.GetValue(this) : ((PropertyInfo)member).GetValue(this);
                if (value == null && attribute.IsRequired)
                {
                    throw new ArgumentNullException(member.Name, $"{GetType()}.{member.Name} is required");
                }
                values[attribute.Name] = attribute.Json ? throw new NotSupportedException(member.Name) : value;
            }
            return values;
        }
    }

    public abstract class ResourceArgs : InputArgs
    {
        public static readonly ResourceArgs Empty = new None();

        private sealed class None : ResourceArgs
        {
        }
    }

    public abstract class InvokeArgs : InputArgs
    {
        public static readonly InvokeArgs Empty = new None();

        private sealed class None : InvokeArgs
        {
        }
    }
}
