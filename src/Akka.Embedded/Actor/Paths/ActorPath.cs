using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor;

/// <summary>Where an actor stands in the tree. The uid tells incarnations apart; equality ignores it.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    private const string SpecialCharacters = "\"-_.*$+:@&=,!~';()";

    private protected ActorPath(string name, int depth, long uid)
    {
        Name = name;
        Depth = depth;
        Uid = uid;
    }

    /// <summary>The last element.</summary>
    public string Name { get; }

    /// <summary>The number of elements.</summary>
    public int Depth { get; }

    /// <summary>Tells incarnations at one path apart; 0 when none is meant.</summary>
    public long Uid { get; }

    /// <summary>The path above; the root is its own parent.</summary>
    public abstract ActorPath Parent { get; }

    /// <summary>The root of the tree.</summary>
    public abstract ActorPath Root { get; }

    /// <summary>The system the path belongs to.</summary>
    public Address Address => ((RootActorPath)Root).RootAddress;

    /// <summary>The names from the top down.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            if (Depth == 0)
                return [""];

            var elements = new string[Depth];
            var path = this;
            for (var i = Depth - 1; i >= 0; i--, path = path.Parent)
                elements[i] = path.Name;
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
    public static bool TryParse(string path, [MaybeNullWhen(false)] out ActorPath actorPath)
    {
        actorPath = null;
        if (!AddressParser.TryParse(path, out var address, out var rest))
            return false;

        actorPath = new RootActorPath(address);
        foreach (var element in rest.Split('/', StringSplitOptions.RemoveEmptyEntries))
            actorPath /= element;
        return true;
    }

    /// <summary>The path of a child; <c>name#uid</c> names one incarnation.</summary>
    public ActorPath Child(string childName) => this / childName;

    /// <summary>The ancestor that many levels up, or, when negative, down from the root minus one.</summary>
    public ActorPath ParentOf(int depth)
    {
        var steps = depth >= 0 ? Depth - depth : -depth;
        var path = this;
        for (; steps > 0 && path.Depth > 0; steps--)
            path = path.Parent;
        return path;
    }

    /// <summary>The same path for another incarnation.</summary>
    public ActorPath WithUid(long uid) => uid == Uid || Depth == 0 ? this : new ChildActorPath(Parent, Name, uid);

    /// <summary>The path within its system: <c>/user/a</c>.</summary>
    public string ToStringWithoutAddress() => Depth == 0 ? "/" : "/" + string.Join('/', Elements);

    /// <summary>The path with its address: <c>akka://system/user/a</c>.</summary>
    public string ToStringWithAddress() => ToStringWithAddress(Address);

    /// <summary>The path under another address, unless it has a global one already.</summary>
    public string ToStringWithAddress(Address address) =>
        (Address.HasGlobalScope ? Address : address) + ((RootActorPath)Root).Prefix + ToStringWithoutAddress();

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

        ActorPath left = this, right = other;
        for (; left.Depth > 0; left = left.Parent, right = right.Parent)
        {
            if (ReferenceEquals(left, right))
                return true;
            if (left.Name != right.Name)
                return false;
        }

        return ReferenceEquals(left, right) || (left.Address.Equals(right.Address) && left.Name == right.Name);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Depth == 0 ? Address.GetHashCode() : HashCode.Combine(Name, Depth, Parent.Name);

    /// <inheritdoc/>
    public int CompareTo(ActorPath? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => ToStringWithAddress();

    /// <summary>The path of a child; <c>name#uid</c> names one incarnation.</summary>
    public static ActorPath operator /(ActorPath path, string name)
    {
        var hash = name.IndexOf('#');
        return hash > 0 && long.TryParse(name.AsSpan(hash + 1), out var uid)
            ? new ChildActorPath(path, name[..hash], uid)
            : new ChildActorPath(path, name, 0);
    }

    /// <summary>The path of a descendant.</summary>
    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(element => element.Length > 0).Aggregate(path, (parent, element) => parent / element);

    /// <summary>Whether the two name the same place.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    /// <summary>Whether the two name different places.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    private string AppendUid(string text) => Uid == 0 ? text : $"{text}#{Uid}";
}
