// What a program says of a resource beside its properties.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Pulumi
{
    public abstract class ResourceOptions
    {
        private InputList<Resource>? dependsOn;

        public Input<string>? Id { get; set; }

        public Resource? Parent { get; set; }

        public InputList<Resource> DependsOn
        {
            get => dependsOn ??= new InputList<Resource>();
            set => dependsOn = value;
        }

        public bool? Protect { get; set; }

        public List<string> IgnoreChanges { get; set; } = new();

        public string? Version { get; set; }

        public ProviderResource? Provider { get; set; }

        public CustomTimeouts? CustomTimeouts { get; set; }

        public List<ResourceTransformation> ResourceTransformations { get; set; } = new();

        public List<Input<Alias>> Aliases { get; set; } = new();

        public string? Urn { get; set; }

        public List<string> ReplaceOnChanges { get; set; } = new();

        public string? PluginDownloadURL { get; set; }

        public bool? RetainOnDelete { get; set; }

        public Resource? DeletedWith { get; set; }

        internal abstract ResourceOptions Clone();

        private protected void Take(ResourceOptions other)
        {
            Id = other.Id ?? Id;
            Parent = other.Parent ?? Parent;
            if (other.dependsOn != null)
            {
                DependsOn = DependsOn.Concat(other.dependsOn);
            }
            Protect = other.Protect ?? Protect;
            IgnoreChanges = IgnoreChanges.Concat(other.IgnoreChanges).ToList();
            Version = other.Version ?? Version;
            Provider = other.Provider ?? Provider;
            CustomTimeouts = other.CustomTimeouts ?? CustomTimeouts;
            ResourceTransformations = ResourceTransformations.Concat(other.ResourceTransformations).ToList();
            Aliases = Aliases.Concat(other.Aliases).ToList();
            Urn = other.Urn ?? Urn;
            ReplaceOnChanges = ReplaceOnChanges.Concat(other.ReplaceOnChanges).ToList();
            PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
            RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
            DeletedWith = other.DeletedWith ?? DeletedWith;
        }
    }

    public sealed class CustomResourceOptions : ResourceOptions
    {
        public bool? DeleteBeforeReplace { get; set; }

        public List<string> AdditionalSecretOutputs { get; set; } = new();

        public string? ImportId { get; set; }

        public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
        {
            var merged = new CustomResourceOptions();
            foreach (var options in new[] { options1, options2 }.OfType<CustomResourceOptions>())
            {
                merged.Take(options);
                merged.DeleteBeforeReplace = options.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
                merged.AdditionalSecretOutputs.AddRange(options.AdditionalSecretOutputs);
                merged.ImportId = options.ImportId ?? merged.ImportId;
            }
            return merged;
        }

        internal override ResourceOptions Clone() => Merge(this, null);
    }

    public sealed class ComponentResourceOptions : ResourceOptions
    {
        public List<ProviderResource> Providers { get; set; } = new();

        public static ComponentResourceOptions Merge(
            ComponentResourceOptions? options1, ComponentResourceOptions? options2)
        {
            var merged = new ComponentResourceOptions();
            foreach (var options in new[] { options1, options2 }.OfType<ComponentResourceOptions>())
            {
                merged.Take(options);
                var others = merged.Providers.Where(it => options.Providers.All(each => each.Package != it.Package));
                merged.Providers = others.Concat(options.Providers).ToList();
            }
            return merged;
        }

        internal override ResourceOptions Clone() => Merge(this, null);
    }

    public class StackOptions
    {
        public List<ResourceTransformation> ResourceTransformations { get; set; } = new();
    }

    public class InvokeOptions
    {
        public Resource? Parent { get; set; }

        public ProviderResource? Provider { get; set; }

        public string? Version { get; set; }

        public string? PluginDownloadURL { get; set; }
    }

    public class InvokeOutputOptions : InvokeOptions
    {
        public InputList<Resource> DependsOn { get; set; } = new();
    }

    public sealed class CustomTimeouts
    {
        public TimeSpan? Create { get; set; }

        public TimeSpan? Update { get; set; }

        public TimeSpan? Delete { get; set; }
    }

    public sealed class Alias
    {
        public string? Urn { get; set; }

        public Input<string>? Name { get; set; }

        public Input<string>? Type { get; set; }

        public Input<string>? Stack { get; set; }

        public Input<string>? Project { get; set; }

        public Resource? Parent { get; set; }

        public Input<string>? ParentUrn { get; set; }

        public bool NoParent { get; set; }
    }

    public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);

    public readonly struct ResourceTransformationArgs
    {
        public ResourceTransformationArgs(Resource resource, ResourceArgs args, ResourceOptions options) =>
            (Resource, Args, Options) = (resource, args, options);

        public Resource Resource { get; }

        public ResourceArgs Args { get; }

        public ResourceOptions Options { get; }
    }

    public readonly struct ResourceTransformationResult
    {
        public ResourceTransformationResult(ResourceArgs args, ResourceOptions options) =>
            (Args, Options) = (args, options);

        public ResourceArgs Args { get; }

        public ResourceOptions Options { get; }
    }
}
