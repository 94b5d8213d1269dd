// Values that a deployment gives: what they are, whether they are known and secret, and which resources they come from.

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Pulumi.Serialization;

namespace Pulumi
{
    internal readonly record struct Data<T>(T Value, ImmutableHashSet<Resource> Resources, bool IsKnown, bool IsSecret)
    {
        public Data<TOther> With<TOther>(TOther value) => new(value, Resources, IsKnown, IsSecret);

        public Data<T> And<TOther>(Data<TOther> other) =>
            new(Value, Resources.Union(other.Resources), IsKnown && other.IsKnown, IsSecret || other.IsSecret);
    }

    internal static class Data
    {
        public static Data<T> Of<T>(T value, bool isSecret = false) =>
            new(value, ImmutableHashSet<Resource>.Empty, true, isSecret);
    }

    internal interface IOutput
    {
        Task<Data<object?>> GetDataAsync();
    }

    public sealed class Output<T> : IOutput
    {
        internal Output(Task<Data<T>> data)
        {
            Data = data;
            Deployment.Watch(data);
        }

        internal Task<Data<T>> Data { get; }

        public static Output<T> Create(Task<T> value) => Output.Of(value, isSecret: false);

        public Output<TResult> Apply<TResult>(Func<T, TResult> func) =>
            Apply(value => Task.FromResult(func(value)));

        public Output<ValueTuple> Apply(Func<T, Task> func) =>
            Apply(async value =>
            {
                await func(value).ConfigureAwait(false);
                return default(ValueTuple);
            });

        public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func) => Then(async value =>
            Pulumi.Data.Of(await func(value).ConfigureAwait(false)));

        public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) =>
            Apply(value => func(value).ToOutput());

        public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func) => Then(value =>
            func(value)?.Data ?? Task.FromResult(Pulumi.Data.Of(default(TResult)!)));

        public override string ToString() => throw new InvalidOperationException(
            "An Output is no text. To make one of it, use Apply or Output.Format.");

        async Task<Data<object?>> IOutput.GetDataAsync()
        {
            var data = await Data.ConfigureAwait(false);
            return data.With<object?>(data.Value);
        }

        internal Output<T> WithSecret(Task<bool> isSecret)
        {
            return new Output<T>(Changed());

            async Task<Data<T>> Changed() =>
                await Data.ConfigureAwait(false) with { IsSecret = await isSecret.ConfigureAwait(false) };
        }

        internal async Task<T> ValueOr(T whenUnknown)
        {
            var data = await Data.ConfigureAwait(false);
            return data.IsKnown ? data.Value : whenUnknown;
        }

        private Output<TResult> Then<TResult>(Func<T, Task<Data<TResult>>> func)
        {
            return new Output<TResult>(Applied());

            async Task<Data<TResult>> Applied()
            {
                var data = await Data.ConfigureAwait(false);
                if (!data.IsKnown)
                {
                    return data.With(default(TResult)!);
                }
                return (await func(data.Value).ConfigureAwait(false)).And(data);
            }
        }
    }

    public static partial class Output
    {
        public static Output<T> Create<T>(T value) => Create(Task.FromResult(value));

        public static Output<T> Create<T>(Task<T> value) => Of(value, isSecret: false);

        public static Output<T> CreateSecret<T>(T value) => CreateSecret(Task.FromResult(value));

        public static Output<T> CreateSecret<T>(Task<T> value) => Of(value, isSecret: true);

        public static Output<T> CreateSecret<T>(Output<T> value) => value.WithSecret(Task.FromResult(true));

        public static Output<T> Unsecret<T>(Output<T> output) => output.WithSecret(Task.FromResult(false));

        public static async Task<bool> IsSecretAsync<T>(Output<T> output) =>
            (await output.Data.ConfigureAwait(false)).IsSecret;

        public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All(inputs.AsEnumerable());

        public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

        public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) =>
            All(outputs.Select(each => (Input<T>)each));

        public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs)
        {
            var outputs = inputs.Select(each => each.ToOutput()).ToArray();
            return new Output<ImmutableArray<T>>(Collected());

            async Task<Data<ImmutableArray<T>>> Collected()
            {
                var whole = Data.Of(0);
                var values = ImmutableArray.CreateBuilder<T>(outputs.Length);
                foreach (var output in outputs)
                {
                    var data = await output.Data.ConfigureAwait(false);
                    values.Add(data.Value);
                    whole = whole.And(data);
                }
                return whole.With(values.MoveToImmutable());
            }
        }

        public static Output<string> Format(FormattableString formattableString)
        {
            var parts = formattableString.GetArguments().Select(AsObject);
            return All(parts).Apply(values =>
                string.Format(CultureInfo.InvariantCulture, formattableString.Format, values.ToArray()));
        }

        public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
        {
            return new Output<string>(Written());

            async Task<Data<string>> Written()
            {
                var data = await value.Data.ConfigureAwait(false);
                if (!data.IsKnown)
                {
                    return data.With("");
                }
                var outputs = new OutputsInJson();
                var own = options == null ? new JsonSerializerOptions() : new JsonSerializerOptions(options);
                own.Converters.Add(outputs);
                var text = await Task.Run(() => JsonSerializer.Serialize(data.Value, own)).ConfigureAwait(false);
                return data.With(text).And(outputs.Seen);
            }
        }

        public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null) =>
            json.Apply(text => JsonSerializer.Deserialize<T>(text, options)!);

        internal static Output<T> Of<T>(Task<T> value, bool isSecret)
        {
            return new Output<T>(Awaited());

            async Task<Data<T>> Awaited() => Data.Of(await value.ConfigureAwait(false), isSecret);
        }

        private static Input<object?> AsObject(object? value)
        {
            return value switch
            {
                IInput input => new Output<object?>(input.ToOutput().GetDataAsync()),
                IOutput output => new Output<object?>(output.GetDataAsync()),
                _ => Create(value),
            };
        }
    }

    public static class OutputExtensions
    {
        public static Output<T> GetAt<T>(this Output<ImmutableArray<T>> array, Input<int> index) =>
            Output.Tuple(array, index.ToOutput()).Apply(both => both.Item1[both.Item2]);

        public static Output<T> First<T>(this Output<ImmutableArray<T>> array) => array.GetAt(0);

        public static Output<int> Length<T>(this Output<ImmutableArray<T>> array) => array.Apply(items => items.Length);

        public static Output<bool> IsT0<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(it => it.IsT0);

        public static Output<bool> IsT1<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(it => it.IsT1);

        public static Output<T0> AsT0<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(it => it.AsT0);

        public static Output<T1> AsT1<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(it => it.AsT1);

        public static Output<object> Value<T0, T1>(this Output<Union<T0, T1>> output) => output.Apply(it => it.Value);
    }
}

namespace Pulumi.Utilities
{
    public static class OutputUtilities
    {
        public static Output<T> CreateUnknown<T>(T value) => new(Task.FromResult(
            new Data<T>(value, ImmutableHashSet<Resource>.Empty, IsKnown: false, IsSecret: false)));

        public static async Task<bool> GetIsKnownAsync<T>(Output<T> output) =>
            (await output.Data.ConfigureAwait(false)).IsKnown;

        public static Task<T> GetValueAsync<T>(Output<T> output) => output.ValueOr(default!);

        public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output) =>
            (await output.Data.ConfigureAwait(false)).Resources;
    }
}
