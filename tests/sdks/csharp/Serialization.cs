// Values as they stand on the wire, and back.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;

namespace Pulumi.Serialization
{
    /// <summary>Makes of values what stands on the wire; what they came from is gathered beside.</summary>
    internal sealed class Serializer
    {
        private readonly bool keepsResources;

        public Serializer(bool keepsResources) => this.keepsResources = keepsResources;

        public HashSet<Resource> Needed { get; } = new();

        public bool SawSecret { get; private set; }

        public bool SawUnknown { get; private set; }

        public async Task<Dictionary<string, object?>> All(IEnumerable<KeyValuePair<string, object?>> values)
        {
            var found = new Dictionary<string, object?>();
            foreach (var (key, value) in values)
            {
                if (await One(value).ConfigureAwait(false) is { } serialized)
                {
                    found[key] = serialized;
                }
            }
            return found;
        }

        public async Task<object?> One(object? value)
        {
            switch (value)
            {
                case null or bool or int or double or string:
                    return value;
                case InputArgs args:
                    return await All(args.Values()).ConfigureAwait(false);
                case AssetOrArchive file:
                    return await All(Signed(file.Signature, (file.Property, file.Value))).ConfigureAwait(false);
                case IInput input:
                    return await One(input.ToOutput()).ConfigureAwait(false);
                case IUnion union:
                    return await One(union.Value).ConfigureAwait(false);
                case IOutput output:
                    return await Outcome(await output.GetDataAsync().ConfigureAwait(false)).ConfigureAwait(false);
                case JsonElement element:
                    return Deserializer.Read(element).Value;
                case Resource resource:
                    return await Referred(resource).ConfigureAwait(false);
                case IDictionary dictionary:
                    var entries = dictionary.Keys.Cast<string>();
                    return await All(entries.Select(key => KeyValuePair.Create(key, dictionary[key]))).ConfigureAwait(false);
                case IList list:
                    return await Items(list).ConfigureAwait(false);
                default:
                    return Enumerated(value);
            }
        }

        private static Dictionary<string, object?> Signed(string signature, params (string Key, object? Value)[] values)
        {
            var signed = values.ToDictionary(each => each.Key, each => each.Value);
            signed[Signatures.Key] = signature;
            return signed;
        }

        private async Task<object?> Outcome(Data<object?> data)
        {
            Needed.UnionWith(data.Resources);
            if (!data.IsKnown)
            {
                SawUnknown = true;
                return Signatures.Unknown;
            }
            var value = await One(data.Value).ConfigureAwait(false);
            SawSecret |= data.IsSecret;
            return data.IsSecret ? Signed(Signatures.Secret, ("value", value)) : value;
        }

        private async Task<object?> Referred(Resource resource)
        {
            var urn = await One(resource.Urn).ConfigureAwait(false);
            if (resource is not CustomResource custom)
            {
                return keepsResources ? Signed(Signatures.Resource, ("urn", urn)) : urn;
            }
            Needed.Add(resource);
            var id = await One(custom.Id).ConfigureAwait(false);
            var known = id as string == Signatures.Unknown ? "" : id;
            return keepsResources ? Signed(Signatures.Resource, ("urn", urn), ("id", known)) : id;
        }

        private async Task<List<object?>> Items(IList list)
        {
            var items = new List<object?>();
            var isDefault = list.GetType().GetProperty("IsDefault")?.GetValue(list) is true;
            foreach (var item in isDefault ? Array.Empty<object>() : list)
            {
                items.Add(await One(item).ConfigureAwait(false));
            }
            return items;
        }

        private static object? Enumerated(object value)
        {
            var type = value.GetType();
            if (value is Enum)
            {
                return (int)value;
            }
            return type.GetCustomAttribute<EnumTypeAttribute>() != null
                ? type.GetMethod("op_Explicit", new[] { type })!.Invoke(null, new[] { value })
                : throw new InvalidOperationException($"{type.FullName} is not a supported argument type.");
        }
    }

    /// <summary>Makes of what stands on the wire values of the types that properties have.</summary>
    internal static class Deserializer
    {
        public static Data<object?> Read(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String when element.GetString() == Signatures.Unknown:
                    return new Data<object?>(null, ImmutableHashSet<Resource>.Empty, IsKnown: false, IsSecret: false);
                case JsonValueKind.String:
                    return Data.Of<object?>(element.GetString());
                case JsonValueKind.Number:
                    return Data.Of<object?>(element.GetDouble());
                case JsonValueKind.True or JsonValueKind.False:
                    return Data.Of<object?>(element.GetBoolean());
                case JsonValueKind.Array:
                    var items = element.EnumerateArray().Select(Read).ToArray();
                    var values = items.Select(item => item.Value).ToImmutableArray();
                    return items.Aggregate(Data.Of<object?>(values), (whole, item) => whole.And(item));
                case JsonValueKind.Object:
                    return Entries(element);
                default:
                    return Data.Of<object?>(null);
            }
        }

        public static object? Convert(object? value, Type type)
        {
            type = Nullable.GetUnderlyingType(type) is { } inner && value != null ? inner : type;
            if (value == null)
            {
                return type.IsValueType ? Activator.CreateInstance(type) : null;
            }
            if (type.IsInstanceOfType(value))
            {
                return value;
            }
            if (type == typeof(int) && value is double number)
            {
                return (int)number;
            }
            if (type.GetCustomAttribute<EnumTypeAttribute>() != null)
            {
                const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
                return type.GetConstructor(any, new[] { value.GetType() })!.Invoke(new[] { value });
            }
            if (type.IsConstructedGenericType)
            {
                return typeof(Deserializer).GetMethod(Maker(type), BindingFlags.Static | BindingFlags.NonPublic)!
                    .MakeGenericMethod(type.GenericTypeArguments.TakeLast(type.Name == "Union`2" ? 2 : 1).ToArray())
                    .Invoke(null, new[] { value });
            }
            if (type.GetCustomAttribute<OutputTypeAttribute>() == null || value is not ImmutableDictionary<string, object?> fields)
            {
                throw new InvalidOperationException($"Expected {type.FullName} but got {value.GetType().FullName}");
            }
            return Constructed(type, fields);
        }

        private static Data<object?> Entries(JsonElement element)
        {
            var signature = element.TryGetProperty(Signatures.Key, out var said) ? said.GetString() : null;
            if (signature == Signatures.Secret)
            {
                return Read(element.GetProperty("value")) with { IsSecret = true };
            }
            if (signature != null)
            {
                throw new NotSupportedException($"A value that comes back: {element}");
            }
            var entries = element.EnumerateObject().Where(each => !each.Name.StartsWith("__", StringComparison.Ordinal))
                .Select(each => (each.Name, Value: Read(each.Value))).ToArray();
            var values = entries.ToImmutableDictionary(each => each.Name, each => each.Value.Value);
            return entries.Aggregate(Data.Of<object?>(values), (whole, each) => whole.And(each.Value));
        }

        private static string Maker(Type type) => type.Name switch
        {
            "ImmutableArray`1" => nameof(Array),
            "ImmutableDictionary`2" => nameof(Map),
            "Union`2" => nameof(Either),
            _ => throw new InvalidOperationException($"{type} is no type of an output"),
        };

        private static ImmutableArray<T> Array<T>(ImmutableArray<object?> items) =>
            items.Select(item => (T)Convert(item, typeof(T))!).ToImmutableArray();

        private static ImmutableDictionary<string, T> Map<T>(ImmutableDictionary<string, object?> entries) =>
            entries.ToImmutableDictionary(each => each.Key, each => (T)Convert(each.Value, typeof(T))!);

        private static Union<T0, T1> Either<T0, T1>(object value)
        {
            try
            {
                return (T0)Convert(value, typeof(T0))!;
            }
            catch (Exception)
            {
                return (T1)Convert(value, typeof(T1))!;
            }
        }

        private static object Constructed(Type type, ImmutableDictionary<string, object?> fields)
        {
            var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                .First(each => each.GetCustomAttribute<OutputConstructorAttribute>() != null);
            var arguments = constructor.GetParameters().Select(parameter =>
            {
                var name = parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!;
                return Convert(fields.TryGetValue(name, out var value) ? value : null, parameter.ParameterType);
            });
            return constructor.Invoke(arguments.ToArray());
        }
    }

    internal interface IPromise
    {
        void Keep(Data<object?> data);

        void Break(Exception failure);
    }

    internal static class Promise
    {
        /// <summary>Gives each output of a resource a value that the deployment will tell.</summary>
        public static IReadOnlyDictionary<string, IPromise> AllOf(Resource resource)
        {
            var found = new Dictionary<string, IPromise>();
            const BindingFlags all = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            foreach (var property in resource.GetType().GetProperties(all))
            {
                var attribute = property.GetCustomAttribute<OutputAttribute>();
                if (attribute == null || (resource is ComponentResource && property.DeclaringType != typeof(Resource)))
                {
                    continue;
                }
                var type = property.PropertyType.GenericTypeArguments.Single();
                var promise = (IPromise)Activator.CreateInstance(typeof(Promise<>).MakeGenericType(type), resource)!;
                var output = promise.GetType().GetProperty("Output")!.GetValue(promise);
                property.DeclaringType!.GetProperty(property.Name, all)!.SetValue(resource, output);
                found[attribute.Name ?? property.Name] = promise;
            }
            return found;
        }
    }

    internal sealed class Promise<T> : IPromise
    {
        private readonly TaskCompletionSource<Data<T>> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Resource resource;

        public Promise(Resource resource)
        {
            this.resource = resource;
            Output = new Output<T>(source.Task);
        }

        public Output<T> Output { get; }

        public void Keep(Data<object?> data)
        {
            var value = (T)Deserializer.Convert(data.IsKnown ? data.Value : null, typeof(T))!;
            source.TrySetResult(data.With(value) with { Resources = ImmutableHashSet.Create(resource) });
        }

        public void Break(Exception failure) => source.TrySetException(failure);
    }

    /// <summary>Has JsonSerializer write the values of outputs inside of values.</summary>
    internal sealed class OutputsInJson : JsonConverterFactory
    {
        public Data<int> Seen { get; private set; } = Data.Of(0);

        public override bool CanConvert(Type typeToConvert) =>
            typeof(IOutput).IsAssignableFrom(typeToConvert) || typeof(IInput).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert), this)!;

        private sealed class Converter<T> : JsonConverter<T>
        {
            private readonly OutputsInJson parent;

            public Converter(OutputsInJson parent) => this.parent = parent;

            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                throw new NotSupportedException();

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
            {
                var output = value is IInput input ? input.ToOutput() : (IOutput)value!;
                var data = output.GetDataAsync().GetAwaiter().GetResult();
                parent.Seen = parent.Seen.And(data);
                JsonSerializer.Serialize(writer, data.IsKnown ? data.Value : null, options);
            }
        }
    }
}
