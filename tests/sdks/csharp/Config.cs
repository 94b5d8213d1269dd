// A program's config.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi
{
    public sealed class Config
    {
        private readonly string name;

        public Config(string? name = null) => this.name = name ?? Deployment.Instance.ProjectName;

        public string? Get(string key) => Deployment.Current.Config.TryGetValue(Full(key), out var value) ? value : null;

        public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

        public bool? GetBoolean(string key) => Get(key) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            var value => throw Unlike(key, value, "Boolean"),
        };

        public Output<bool>? GetSecretBoolean(string key) =>
            GetBoolean(key) is { } value ? Output.CreateSecret(value) : null;

        public int? GetInt32(string key) => Get(key) is not { } value
            ? null
            : int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Unlike(key, value, "Int32");

        public Output<int>? GetSecretInt32(string key) => GetInt32(key) is { } value ? Output.CreateSecret(value) : null;

        public double? GetDouble(string key) => Get(key) is not { } value
            ? null
            : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Unlike(key, value, "Double");

        public Output<double>? GetSecretDouble(string key) =>
            GetDouble(key) is { } value ? Output.CreateSecret(value) : null;

        [return: MaybeNull]
        public T GetObject<T>(string key) => Get(key) is { } value ? Read<T>(key, value, null) : default;

        [return: MaybeNull]
        public T GetObject<T>(string key, JsonSerializerOptions options) =>
            Get(key) is { } value ? Read<T>(key, value, options) : default;

        public Output<T>? GetSecretObject<T>(string key) =>
            Get(key) is { } value ? Output.CreateSecret(Read<T>(key, value, null)) : null;

        public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options) =>
            Get(key) is { } value ? Output.CreateSecret(Read<T>(key, value, options)) : null;

        public string Require(string key) => Get(key) ?? throw Missing(key);

        public Output<string> RequireSecret(string key) => GetSecret(key) ?? throw Missing(key);

        public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

        public Output<bool> RequireSecretBoolean(string key) => GetSecretBoolean(key) ?? throw Missing(key);

        public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

        public Output<int> RequireSecretInt32(string key) => GetSecretInt32(key) ?? throw Missing(key);

        public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

        public Output<double> RequireSecretDouble(string key) => GetSecretDouble(key) ?? throw Missing(key);

        public T RequireObject<T>(string key) => Read<T>(key, Require(key), null);

        public T RequireObject<T>(string key, JsonSerializerOptions options) => Read<T>(key, Require(key), options);

        public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

        public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) =>
            Output.CreateSecret(RequireObject<T>(key, options));

        private string Full(string key) => $"{name}:{key}";

        private T Read<T>(string key, string value, JsonSerializerOptions? options)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(value, options)!;
            }
            catch (JsonException)
            {
                throw Unlike(key, value, typeof(T).FullName!);
            }
        }

        private RunException Missing(string key) => new(
            $"Missing required configuration variable '{Full(key)}'\n"
            + $"    please set a value using the command `pulumi config set {Full(key)} <value>`");

        private RunException Unlike(string key, string value, string type) => new(
            $"Configuration '{Full(key)}' value '{value}' is not a valid {type}");
    }

    public class RunException : Exception
    {
        public RunException(string message)
            : base(message)
        {
        }
    }
}
