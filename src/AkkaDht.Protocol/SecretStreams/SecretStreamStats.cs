namespace AkkaDht.Protocol.SecretStreams;

/// <summary>What a secret stream has counted (06-noise-secret-stream.md C3).</summary>
/// <param name="RawBytesWritten">Frames of messages, their length fields included.</param>
/// <param name="RawBytesRead">Frames of messages, without their length fields.</param>
public readonly record struct SecretStreamStats(long RawBytesWritten, long RawBytesRead);
