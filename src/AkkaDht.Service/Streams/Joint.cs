using AkkaDht.Connections;
using AkkaDht.Protocol.SecretStreams;

namespace AkkaDht.Service.Streams;

/// <summary>
/// Joins input and output to a connection until both sides have said all. The end of the input is ours, and the peer's end that of
/// the output. When the peer has ended and the input rests, ours follows: who only listens need not close an input that nobody uses.
/// </summary>
internal sealed class Joint(DhtConnection connection, StandardStreams streams)
{
    private const int ChunkBytes = 64 * 1024;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _hasPeerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns how the connection ended; gives it up when <paramref name="cancellation"/> comes first.</summary>
    public async Task<EndReason> RunAsync(CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = SendAsync(over.Token);
        try
        {
            await ReceiveAsync(cancellation);
            return await connection.Completion.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            connection.Abort();
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await sending;
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            while (await connection.ReadAsync(cancellation) is { } message)
            {
                await streams.Output.WriteAsync(message, cancellation);
                await streams.Output.FlushAsync(cancellation);
            }
        }
        catch (ConnectionException)
        {
            // How it ended is what is returned.
        }
        catch (IOException)
        {
            connection.Abort(); // nobody reads the output any more
        }

        _hasPeerEnded.TrySetResult();
    }

    private async Task SendAsync(CancellationToken over)
    {
        try
        {
            var chunk = new byte[ChunkBytes];
            while (await ReadInputAsync(chunk, over) is var length and > 0) await connection.WriteAsync(chunk.AsMemory(0, length));
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // The connection is over, or the input is broken: there is nothing more to be sent.
        }

        connection.End();
    }

    // A read of the console cannot be taken back: what it gives after the peer's end and a rest is not waited for.
    private async Task<int> ReadInputAsync(byte[] chunk, CancellationToken over)
    {
        var reading = Task.Run(async () => await streams.Input.ReadAsync(chunk, over), over);
        if (await Task.WhenAny(reading, _hasPeerEnded.Task) == reading) return await reading;

        await Task.WhenAny(reading, Task.Delay(Rest, over));
        return reading.IsCompleted ? await reading : 0;
    }
}
