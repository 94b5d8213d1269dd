// The way to the engine: a line of JSON for each request, and one for its answer, with those of others between.
// What is at the other end makes Pulumi's calls of them.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Pulumi
{
    internal sealed class Bridge : IDisposable
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> waiting = new();
        private readonly SemaphoreSlim turn = new(1);
        private readonly NetworkStream stream;
        private readonly StreamWriter writer;
        private int last;

        public Bridge()
        {
            var path = Environment.GetEnvironmentVariable("PULUMI_BRIDGE")
                ?? throw new InvalidOperationException("Program run without the Pulumi engine available");
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            stream = new NetworkStream(socket, ownsSocket: true);
            writer = new StreamWriter(stream) { AutoFlush = true };
            _ = Task.Run(ReadAnswers);
        }

        public async Task<JsonElement> Call(string method, Dictionary<string, object?> request)
        {
            var id = Interlocked.Increment(ref last);
            var answer = waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var line = JsonSerializer.Serialize(new { id, method, request });
            await turn.WaitAsync().ConfigureAwait(false);
            try
            {
                await writer.WriteLineAsync(line).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
            return await answer.Task.ConfigureAwait(false);
        }

        public void Dispose() => stream.Dispose();

        private async Task ReadAnswers()
        {
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                using var document = JsonDocument.Parse(line);
                var answer = document.RootElement.Clone();
                waiting.TryRemove(answer.GetProperty("id").GetInt32(), out var source);
                if (answer.TryGetProperty("error", out var error))
                {
                    source!.TrySetException(new InvalidOperationException(error.GetString()));
                }
                else
                {
                    source!.TrySetResult(answer.GetProperty("answer"));
                }
            }
        }
    }
}
