// Files that go with a deployment.

using System.Collections.Generic;
using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi
{
    public abstract class AssetOrArchive
    {
        private protected AssetOrArchive(string signature, string property, object value) =>
            (Signature, Property, Value) = (signature, property, value);

        internal string Signature { get; }

        internal string Property { get; }

        internal object Value { get; }
    }

    public abstract class Asset : AssetOrArchive
    {
        private protected Asset(string property, object value)
            : base(Signatures.Asset, property, value)
        {
        }
    }

    public sealed class FileAsset : Asset
    {
        public FileAsset(string path)
            : base("path", path)
        {
        }
    }

    public sealed class StringAsset : Asset
    {
        public StringAsset(string text)
            : base("text", text)
        {
        }
    }

    public sealed class RemoteAsset : Asset
    {
        public RemoteAsset(string uri)
            : base("uri", uri)
        {
        }
    }

    public abstract class Archive : AssetOrArchive
    {
        private protected Archive(string property, object value)
            : base(Signatures.Archive, property, value)
        {
        }
    }

    public sealed class AssetArchive : Archive
    {
        public AssetArchive(IDictionary<string, AssetOrArchive> assets)
            : base("assets", assets.ToImmutableDictionary())
        {
        }
    }

    public sealed class FileArchive : Archive
    {
        public FileArchive(string path)
            : base("path", path)
        {
        }
    }

    public sealed class RemoteArchive : Archive
    {
        public RemoteArchive(string uri)
            : base("uri", uri)
        {
        }
    }
}
