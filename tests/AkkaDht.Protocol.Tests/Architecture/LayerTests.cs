using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AkkaDht.Protocol.Tests.Architecture;

/// <summary>References between the layers of the core point left only.</summary>
public sealed partial class LayerTests
{
    // From the bytes of one primitive to the rules of a swarm; a layer sees those of the ranks before its own.
    private static readonly string[][] Ranks =
    [
        ["Compact", "Crypto"],
        ["Kademlia", "Udx", "Noise"],
        ["DhtRpc", "SecretStreams"],
        ["Datagrams", "Protomux"],
        ["HyperDht"],
        ["Rpc"],
        ["Aliases", "Swarm", "Scuttlebutt"],
        ["Hub"],
    ];

    private static readonly Dictionary<string, int> RankOf =
        Ranks.Index().SelectMany(rank => rank.Item.Select(layer => (layer, rank.Index))).ToDictionary();

    [Fact]
    public void Every_folder_of_the_core_is_a_layer() =>
        Assert.All(SourceTree.Files(), file => Assert.True(file.Layer.Length == 0 || RankOf.ContainsKey(file.Layer), $"{file.File} is in no layer."));

    [Fact]
    public void A_layer_knows_only_those_before_it()
    {
        var references = SourceTree.Files()
            .SelectMany(file => LayersIn(file.File).Select(other => (file.Layer, file.File, Other: other)))
            .Where(reference => reference.Other != reference.Layer)
            .ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(
            reference.Layer.Length > 0 && RankOf[reference.Other] < RankOf[reference.Layer],
            $"{reference.File} refers to {reference.Other}, which does not come before it."));
    }

    [Fact]
    public void Every_file_has_the_namespace_of_its_folder()
    {
        foreach (var (layer, file) in SourceTree.Files())
        {
            var expected = layer.Length > 0 ? $"AkkaDht.Protocol.{layer}" : "AkkaDht.Protocol";
            var declared = DeclaredNamespace().Match(File.ReadAllText(file)).Groups["name"].Value;
            Assert.True(declared == expected || declared.StartsWith($"{expected}.", StringComparison.Ordinal), $"{Path.GetFileName(file)} declares '{declared}'.");
        }
    }

    [Fact]
    public void The_core_has_no_package_but_BouncyCastle_and_no_project()
    {
        var project = XDocument.Load(Path.Combine(SourceTree.Core, "AkkaDht.Protocol.csproj"));
        var packages = project.Descendants("PackageReference")
            .Where(package => (string?)package.Attribute("PrivateAssets") != "all")
            .Select(package => (string?)package.Attribute("Include"));

        Assert.DoesNotContain(packages, package => package is not ("Portable.BouncyCastle" or "BouncyCastle.Cryptography"));
        Assert.Empty(project.Descendants("ProjectReference"));
    }

    [Fact]
    public void The_core_loads_nothing_but_the_runtime_and_BouncyCastle()
    {
        var references = typeof(Instant).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        Assert.All(references, name => Assert.True(
            name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("BouncyCastle", StringComparison.Ordinal), $"the core refers to {name}"));
    }

    // Named in a using directive, by a full name, or relative to AkkaDht.Protocol; comments may name anything.
    private static IEnumerable<string> LayersIn(string file) =>
        MentionedLayer().Matches(LineComment().Replace(File.ReadAllText(file), ""))
            .Select(match => match.Groups["layer"].Value)
            .Where(RankOf.ContainsKey)
            .Distinct();

    [GeneratedRegex(@"(?<![\w.])(?:AkkaDht\.Protocol\.)?(?<layer>[A-Z]\w*)(?=[.;])")]
    private static partial Regex MentionedLayer();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();
}
