// What generated classes and people's say of their properties.

using System;

namespace Pulumi
{
    [AttributeUsage(AttributeTargets.Property)]
    public sealed class OutputAttribute : Attribute
    {
        public OutputAttribute(string? name = null) => Name = name;

        public string? Name { get; }
    }

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class InputAttribute : Attribute
    {
        public InputAttribute(string name, bool required = false, bool json = false) =>
            (Name, IsRequired, Json) = (name, required, json);

        internal string Name { get; }

        internal bool IsRequired { get; }

        internal bool Json { get; }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class OutputTypeAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Constructor)]
    public sealed class OutputConstructorAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class OutputConstructorParameterAttribute : Attribute
    {
        public OutputConstructorParameterAttribute(string name) => Name = name;

        public string Name { get; }
    }

    [AttributeUsage(AttributeTargets.Struct)]
    public sealed class EnumTypeAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Class)]
    public class ResourceTypeAttribute : Attribute
    {
        public ResourceTypeAttribute(string type, string? version) => (Type, Version) = (type, version);

        public string Type { get; }

        public string? Version { get; }
    }
}

namespace Pulumi.Serialization
{
    internal static class Signatures
    {
        public const string Key = "4dabf18193072939515e22adb298388d";
        public const string Secret = "1b47061264138c4ac30d75fd1eb44270";
        public const string Asset = "c44067f5952c0a294b673a41bacd8c17";
        public const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";
        public const string Resource = "5cf8f73096256a8f31e491e813e4eb8e";
        public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    }
}
