// What a place takes: a value, or an output of one.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Pulumi
{
    internal interface IInput
    {
        IOutput ToOutput();
    }

    public class Input<T> : IInput
    {
        private protected Output<T> output;

        private protected Input(Output<T> output) =>
            this.output = output ?? throw new ArgumentNullException(nameof(output));

        public static implicit operator Input<T>(T value) => Output.Create(value);

        public static implicit operator Input<T>(Output<T> value) => new(value);

        public static implicit operator Output<T>(Input<T> input) => input.output;

        IOutput IInput.ToOutput() => ToSerialize();

        private protected virtual IOutput ToSerialize() => output;
    }

    public static class InputExtensions
    {
        public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, TResult> func) =>
            input.ToOutput().Apply(func);

        public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Task<TResult>> func) =>
            input.ToOutput().Apply(func);

        public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Input<TResult>?> func) =>
            input.ToOutput().Apply(func);

        public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Output<TResult>?> func) =>
            input.ToOutput().Apply(func);

        public static Output<T> ToOutput<T>(this Input<T>? input) => input ?? Output.Create(default(T)!);
    }

    public static class InputListExtensions
    {
        public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T0> value) =>
            list.Add(value.Apply(it => (Union<T0, T1>)it));

        public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T1> value) =>
            list.Add(value.Apply(it => (Union<T0, T1>)it));
    }

    public static class InputMapExtensions
    {
        public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T0> value) =>
            map.Add(key, value.Apply(it => (Union<T0, T1>)it));

        public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T1> value) =>
            map.Add(key, value.Apply(it => (Union<T0, T1>)it));
    }

    public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
    {
        private Output<ImmutableArray<Input<T>>> items;

        public InputList()
            : this(Output.Create(ImmutableArray<Input<T>>.Empty))
        {
        }

        private InputList(Output<ImmutableArray<Input<T>>> items)
            : base(Whole(items)) => this.items = items;

        public void Add(params Input<T>[] inputs) => AddRange(inputs);

        public void Add(InputList<T> inputs) => AddRange(inputs);

        public void AddRange(InputList<T> inputs)
        {
            items = Joined(items, inputs.items);
            output = Whole(items);
        }

        public InputList<T> Concat(InputList<T> other) => new(Joined(items, other.items));

        public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
        {
            foreach (var item in await output.ValueOr(ImmutableArray<T>.Empty).ConfigureAwait(false))
            {
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException("Enumerate it asynchronously.");

        private protected override IOutput ToSerialize() => items;

        private static Output<ImmutableArray<Input<T>>> Joined(
            Output<ImmutableArray<Input<T>>> first, Output<ImmutableArray<Input<T>>> second) =>
            Output.Tuple(first, second).Apply(both => both.Item1.AddRange(both.Item2));

        private static Output<ImmutableArray<T>> Whole(Output<ImmutableArray<Input<T>>> items) =>
            items.Apply(inputs => inputs.IsDefault ? Output.Create(default(ImmutableArray<T>)) : Output.All(inputs));

        private static InputList<T> Of(IEnumerable<Input<T>> items) => new(Output.Create(items.ToImmutableArray()));

        private static InputList<T> Of(Output<ImmutableArray<T>> values) => new(values.Apply(known =>
            known.IsDefault ? default : known.Select(each => (Input<T>)each).ToImmutableArray()));

        public static implicit operator InputList<T>(T value) => Of(new Input<T>[] { value });

        public static implicit operator InputList<T>(Output<T> value) => Of(new Input<T>[] { value });

        public static implicit operator InputList<T>(Input<T> value) => Of(new[] { value });

        public static implicit operator InputList<T>(T[] values) => Of(values.Select(each => (Input<T>)each));

        public static implicit operator InputList<T>(Output<T>[] values) => Of(values.Select(each => (Input<T>)each));

        public static implicit operator InputList<T>(Input<T>[] values) => Of(values);

        public static implicit operator InputList<T>(List<T> values) => Of(values.Select(each => (Input<T>)each));

        public static implicit operator InputList<T>(List<Output<T>> values) => Of(values.Select(each => (Input<T>)each));

        public static implicit operator InputList<T>(List<Input<T>> values) => Of(values);

        public static implicit operator InputList<T>(ImmutableArray<T> values) => Of(Output.Create(values));

        public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) =>
            Of(values.Select(each => (Input<T>)each));

        public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => new(Output.Create(values));

        public static implicit operator InputList<T>(Output<T[]> values) => Of(values.Apply(ImmutableArray.CreateRange));

        public static implicit operator InputList<T>(Output<List<T>> values) => Of(values.Apply(ImmutableArray.CreateRange));

        public static implicit operator InputList<T>(Output<IEnumerable<T>> values) =>
            Of(values.Apply(ImmutableArray.CreateRange));

        public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => Of(values);
    }

    public sealed class InputMap<TValue>
        : Input<ImmutableDictionary<string, TValue>>,
            IEnumerable,
            IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
    {
        private Output<ImmutableDictionary<string, Input<TValue>>> entries;

        public InputMap()
            : this(Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty))
        {
        }

        private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> entries)
            : base(Whole(entries)) => this.entries = entries;

        public Input<TValue> this[string key]
        {
            set => Add(key, value);
        }

        public void Add(string key, Input<TValue> value) => Change(entries.Apply(known =>
            known.ContainsKey(key)
                ? throw new ArgumentException($"The key '{key}' is in the map already.")
                : known.Add(key, value)));

        public void Add(InputMap<TValue> values) => AddRange(values);

        public void AddRange(InputMap<TValue> values) => Change(
            Output.Tuple(entries, values.entries).Apply(both => both.Item1.AddRange(both.Item2)));

        public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second) =>
            new(Output.Tuple(first.entries, second.entries).Apply(both => both.Item1.SetItems(both.Item2)));

        public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(
            CancellationToken cancellationToken)
        {
            var known = await output.ValueOr(ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
            foreach (var entry in known)
            {
                yield return entry;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException("Enumerate it asynchronously.");

        private protected override IOutput ToSerialize() => entries;

        private void Change(Output<ImmutableDictionary<string, Input<TValue>>> changed)
        {
            entries = changed;
            output = Whole(changed);
        }

        private static Output<ImmutableDictionary<string, TValue>> Whole(
            Output<ImmutableDictionary<string, Input<TValue>>> entries) => entries.Apply(inputs =>
        {
            if (inputs == null)
            {
                return Output.Create(default(ImmutableDictionary<string, TValue>)!);
            }
            var keys = inputs.Keys.ToArray();
            return Output.All(keys.Select(key => inputs[key])).Apply(values =>
                keys.Zip(values).ToImmutableDictionary(pair => pair.First, pair => pair.Second));
        });

        private static InputMap<TValue> Of(Output<IEnumerable<KeyValuePair<string, TValue>>> values) =>
            new(values.Apply(known => known == null
                ? null!
                : known.ToImmutableDictionary(pair => pair.Key, pair => (Input<TValue>)pair.Value)));

        public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) =>
            Of(Output.Create<IEnumerable<KeyValuePair<string, TValue>>>(values));

        public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) =>
            Of(Output.Create<IEnumerable<KeyValuePair<string, TValue>>>(values));

        public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) =>
            Of(values.Apply(known => (IEnumerable<KeyValuePair<string, TValue>>)known));

        public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) =>
            Of(values.Apply(known => (IEnumerable<KeyValuePair<string, TValue>>)known));

        public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) =>
            Of(values.Apply(known => (IEnumerable<KeyValuePair<string, TValue>>)known));
    }

    public sealed class InputUnion<T0, T1> : Input<Union<T0, T1>>
    {
        public InputUnion()
            : this(Output.Create(default(Union<T0, T1>)))
        {
        }

        private InputUnion(Output<Union<T0, T1>> value)
            : base(value)
        {
        }

        public static implicit operator InputUnion<T0, T1>(Union<T0, T1> value) => new(Output.Create(value));

        public static implicit operator InputUnion<T0, T1>(T0 value) => new(Output.Create((Union<T0, T1>)value));

        public static implicit operator InputUnion<T0, T1>(T1 value) => new(Output.Create((Union<T0, T1>)value));

        public static implicit operator InputUnion<T0, T1>(Input<T0> value) =>
            new(value.Apply(it => (Union<T0, T1>)it));

        public static implicit operator InputUnion<T0, T1>(Input<T1> value) =>
            new(value.Apply(it => (Union<T0, T1>)it));

        public static implicit operator InputUnion<T0, T1>(Output<Union<T0, T1>> value) => new(value);

        public static implicit operator InputUnion<T0, T1>(Output<T0> value) =>
            new(value.Apply(it => (Union<T0, T1>)it));

        public static implicit operator InputUnion<T0, T1>(Output<T1> value) =>
            new(value.Apply(it => (Union<T0, T1>)it));
    }

    public sealed class InputJson : Input<JsonElement>
    {
        public InputJson()
            : this(Output.Create(default(JsonElement)))
        {
        }

        private InputJson(Output<JsonElement> value)
            : base(value)
        {
        }

        public static implicit operator InputJson(string json) => JsonDocument.Parse(json);

        public static implicit operator InputJson(JsonDocument document) => document.RootElement;

        public static implicit operator InputJson(JsonElement element) => Output.Create(element);

        public static implicit operator InputJson(Output<string> json) => json.Apply(text => JsonDocument.Parse(text));

        public static implicit operator InputJson(Output<JsonDocument> document) => document.Apply(it => it.RootElement);

        public static implicit operator InputJson(Output<JsonElement> element) => new(element);
    }

    internal interface IUnion
    {
        object Value { get; }
    }

    public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
    {
        private readonly T0 first;
        private readonly T1 second;

        private Union(bool isFirst, T0 first, T1 second) => (IsT0, this.first, this.second) = (isFirst, first, second);

        public bool IsT0 { get; }

        public bool IsT1 => !IsT0;

        public T0 AsT0 => IsT0 ? first : throw new InvalidOperationException("It is of the second type.");

        public T1 AsT1 => IsT1 ? second : throw new InvalidOperationException("It is of the first type.");

        public object Value => IsT0 ? first! : second!;

        public static Union<T0, T1> FromT0(T0 input) => new(true, input, default!);

        public static Union<T0, T1> FromT1(T1 input) => new(false, default!, input);

        public Union<TResult, T1> MapT0<TResult>(Func<T0, TResult> mapFunc) =>
            IsT0 ? Union<TResult, T1>.FromT0(mapFunc(first)) : Union<TResult, T1>.FromT1(second);

        public Union<T0, TResult> MapT1<TResult>(Func<T1, TResult> mapFunc) =>
            IsT0 ? Union<T0, TResult>.FromT0(first) : Union<T0, TResult>.FromT1(mapFunc(second));

        public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1) => IsT0 ? f0(first) : f1(second);

        public void Switch(Action<T0> f0, Action<T1> f1)
        {
            if (IsT0)
            {
                f0(first);
            }
            else
            {
                f1(second);
            }
        }

        public bool Equals(Union<T0, T1> other) => IsT0 == other.IsT0 && Equals(Value, other.Value);

        public override bool Equals(object? obj) => obj is Union<T0, T1> other && Equals(other);

        public override int GetHashCode() => Value?.GetHashCode() ?? 0;

        public override string ToString() => Value?.ToString() ?? "";

        public static implicit operator Union<T0, T1>(T0 t) => FromT0(t);

        public static implicit operator Union<T0, T1>(T1 t) => FromT1(t);

        public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

        public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);
    }
}
