using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Akka.Actor;

/// <summary>Where an actor stands in the tree. The uid tells incarnations apart; equality and order ignore it.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    private const string SpecialCharacters = "\"-_.*$+:@&=,!~';()";

    private protected ActorPath(ActorPath? parent, string name, long uid)
    {
        Parent = parent;
        Name = name;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Uid = uid;
    }

    /// <summary>The last element.</summary>
    public string Name { get; }

    /// <summary>The number of elements.</summary>
    public int Depth { get; }

    /// <summary>Tells incarnations at one path apart; 0 when none is meant.</summary>
    public long Uid { get; }

    /// <summary>The path above; null for the root.</summary>
    public ActorPath? Parent { get; }

    /// <summary>The root of the tree.</summary>
    public ActorPath Root => ParentOf(0);

    /// <summary>The system the path belongs to.</summary>
    public Address Address => ((RootActorPath)Root).RootAddress;

    /// <summary>The names from the top down; none for the root.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var elements = new string[Depth];
            for (var path = this; path.Parent is { } parent; path = parent)
                elements[parent.Depth] = path.Name;
            return elements;
        }
    }

    /// <summary>Whether a text may be the name of an actor.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;

        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(s[i]) || SpecialCharacters.Contains(s[i]))
                continue;
            if (s[i] != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2]))
                return false;
            i += 2;
        }

        return true;
    }

    /// <summary>Reads a full path, <c>akka://system/user/a#123</c>; throws <see cref="UriFormatException"/> on anything else.</summary>
    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    /// <summary>Reads a full path, <c>akka://system/user/a#123</c>.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out ActorPath? actorPath)
    {
        actorPath = null;
        return AddressParser.TryParse(path, out var address, out var rest) && TryParse(new RootActorPath(address), rest, out actorPath);
    }

    /// <summary>Reads a path without protocol, <c>/user/a#123</c>, below another one.</summary>
    public static bool TryParse(ActorPath basePath, string absoluteUri, [NotNullWhen(true)] out ActorPath? actorPath) =>
        TryParse(basePath, absoluteUri.AsSpan(), out actorPath);

    /// <summary>Reads a path without protocol, <c>/user/a#123</c>, below another one.</summary>
    public static bool TryParse(ActorPath basePath, ReadOnlySpan<char> absoluteUri, [NotNullWhen(true)] out ActorPath? actorPath)
    {
        actorPath = basePath;
        for (var slash = absoluteUri.IndexOf('/'); slash >= 0; slash = absoluteUri.IndexOf('/'))
        {
            if (slash > 0)
                actorPath = new ChildActorPath(actorPath, absoluteUri[..slash].ToString(), 0);
            absoluteUri = absoluteUri[(slash + 1)..];
        }

        if (absoluteUri.IsEmpty)
            return true;
        var isRead = TrySplitUid(absoluteUri.ToString(), out var name, out var uid);
        actorPath = isRead ? new ChildActorPath(actorPath, name, uid) : null;
        return isRead;
    }

    /// <summary>The path of a child; <c>name#uid</c> names one incarnation.</summary>
    public ActorPath Child(string childName) => this / childName;

    /// <summary>The ancestor at a depth from the root, or, when negative, that many levels up; the root is the last.</summary>
    public ActorPath ParentOf(int depth)
    {
        var path = this;
        for (var steps = depth >= 0 ? Depth - depth : -depth; steps > 0 && path.Parent is { } parent; steps--)
            path = parent;
        return path;
    }

    /// <summary>The same path for another incarnation; <see cref="NotSupportedException"/> for the root, which has none.</summary>
    public ActorPath WithUid(long uid)
    {
        if (uid == Uid)
            return this;
        return Parent is { } parent
            ? new ChildActorPath(parent, Name, uid)
            : throw new NotSupportedException("RootActorPath must have undefined Uid");
    }

    /// <summary>The path within its system: <c>/user/a</c>.</summary>
    public string ToStringWithoutAddress() => "/" + string.Join('/', Elements);

    /// <summary>The path with its address: <c>akka://system/user/a</c>.</summary>
    public string ToStringWithAddress() => ToStringWithAddress(Address);

    /// <summary>The path under another address, unless it has one with host and port already.</summary>
    public string ToStringWithAddress(Address address) =>
        (Address is { Host: not null, Port: not null } own ? own : address) + ToStringWithoutAddress();

    /// <summary>The path with address and uid: <c>akka://system/user/a#123</c>.</summary>
    public string ToStringWithUid() => AppendUid(ToStringWithAddress());

    /// <summary>The path as another system would write it down.</summary>
    public string ToSerializationFormat() => AppendUid(ToStringWithAddress());

    /// <summary>The path as another system would write it down, under an address of choice.</summary>
    public string ToSerializationFormatWithAddress(Address address) => AppendUid(ToStringWithAddress(address));

    /// <inheritdoc/>
    public bool Equals(ActorPath? other)
    {
        if (other is null || Depth != other.Depth)
            return false;

        ActorPath? left = this, right = other;
        for (; left is not null && right is not null; left = left.Parent, right = right.Parent)
        {
            if (ReferenceEquals(left, right))
                return true;
            if (left.Name != right.Name)
                return false;
        }

        return Address.Equals(other.Address);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Parent is { } parent ? HashCode.Combine(Name, Depth, parent.Name) : Address.GetHashCode();

    /// <summary>Orders by names from the last to the first; roots come last.</summary>
    public int CompareTo(ActorPath? other)
    {
        for (var left = this; ;)
        {
            if (ReferenceEquals(left, other))
                return 0;
            if (other is null)
                return 1;
            if (left.Parent is null || other.Parent is null)
                return left.Depth == other.Depth ? string.CompareOrdinal(left.ToString(), other.ToString()) : left.Depth == 0 ? 1 : -1;
            var byName = string.CompareOrdinal(left.Name, other.Name);
            if (byName != 0)
                return byName;
            (left, other) = (left.Parent, other.Parent);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => ToStringWithAddress();

    /// <summary>The path of a child; <c>name#uid</c> names one incarnation, and a uid that is no number is a <see cref="FormatException"/>.</summary>
    public static ActorPath operator /(ActorPath path, string name) => TrySplitUid(name, out var bare, out var uid)
        ? new ChildActorPath(path, bare, uid)
        : throw new FormatException($"No number behind the # in [{name}]");

    /// <summary>The path of a descendant.</summary>
    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(element => element.Length > 0).Aggregate(path, (parent, element) => parent / element);

    /// <summary>Whether the two name the same place.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    /// <summary>Whether the two name different places.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    /// <summary>Takes <c>name#uid</c> apart; without a number sign the uid is 0, with something else than a number behind it the answer is false.</summary>
    internal static bool TrySplitUid(string text, out string name, out long uid)
    {
        var hash = text.IndexOf('#');
        uid = 0;
        name = hash < 0 ? text : text[..hash];
        return hash < 0 || long.TryParse(text.AsSpan(hash + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uid);
    }

    private string AppendUid(string text) => Uid == 0 ? text : $"{text}#{Uid}";
}
