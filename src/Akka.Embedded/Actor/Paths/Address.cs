using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor;

/// <summary>Names an actor system: protocol, system name and, when it is reachable from elsewhere, host and port.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ICloneable
{
    /// <summary>An address that stands for every system.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    /// <summary>Names a system; without host and port it is a local one.</summary>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    /// <summary>The protocol, <c>akka</c> for a local system.</summary>
    public string Protocol { get; }

    /// <summary>The name of the system.</summary>
    public string System { get; }

    /// <summary>The host, in lower case; null for a local system.</summary>
    public string? Host { get; }

    /// <summary>The port; null for a local system.</summary>
    public int? Port { get; }

    /// <summary>Whether the address means something within this process only.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    /// <summary>Whether the address means something elsewhere too.</summary>
    public bool HasGlobalScope => !HasLocalScope;

    /// <summary>The address without its protocol: <c>system@host:port</c>.</summary>
    public string HostPort() => ToString()[(Protocol.Length + 3)..];

    /// <summary>The same address on another host.</summary>
    public Address WithHost(string? host = null) => new(Protocol, System, host, Port);

    /// <summary>The same address on another port.</summary>
    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary>The same address under another protocol.</summary>
    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    /// <summary>The same address of another system.</summary>
    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    /// <summary>Reads an address; throws <see cref="UriFormatException"/> on anything else.</summary>
    public static Address Parse(string address) =>
        TryParse(address, out var parsed) ? parsed : throw new UriFormatException($"Unable to parse address [{address}]");

    /// <summary>Reads an address; a path behind it is passed over.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out Address? address) => TryParse(path.AsSpan(), out address, out _);

    /// <summary>Reads an address and hands back the path behind it, <c>/</c> when there is none.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out Address? address, [NotNullWhen(true)] out string? absolutUri)
    {
        var isRead = TryParse(path.AsSpan(), out address, out var rest);
        absolutUri = isRead ? rest.ToString() : null;
        return isRead;
    }

    /// <summary>Reads an address; a path behind it is passed over.</summary>
    public static bool TryParse(ReadOnlySpan<char> span, [NotNullWhen(true)] out Address? address) => TryParse(span, out address, out _);

    /// <summary>Reads an address and hands back the path behind it, <c>/</c> when there is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> span, [NotNullWhen(true)] out Address? address, out ReadOnlySpan<char> absolutUri) =>
        AddressParser.TryParse(span, out address, out absolutUri);

    /// <inheritdoc/>
    public object Clone() => new Address(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public bool Equals(Address? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public int CompareTo(Address? other) => string.CompareOrdinal(ToString(), other?.ToString());

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj is null or Address
        ? CompareTo(obj as Address)
        : throw new ArgumentException($"Cannot compare an Address to [{obj.GetType()}]", nameof(obj));

    /// <inheritdoc/>
    public override string ToString() =>
        HasLocalScope ? $"{Protocol}://{System}"
        : Port is { } port ? $"{Protocol}://{System}@{Host}:{port}"
        : $"{Protocol}://{System}@{Host}";

    /// <summary>Whether the two name the same system.</summary>
    public static bool operator ==(Address? left, Address? right) => Equals(left, right);

    /// <summary>Whether the two name different systems.</summary>
    public static bool operator !=(Address? left, Address? right) => !Equals(left, right);
}
