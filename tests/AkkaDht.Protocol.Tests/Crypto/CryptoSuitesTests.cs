using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Crypto;

public sealed class CryptoSuitesTests
{
    [Fact]
    public void Auto_takes_libsodium_where_the_machine_has_it()
    {
        var expected = SodiumSuite.TryLoad(out var sodium) ? (ICryptoSuite)sodium : ManagedSuite.Instance;
        Assert.Same(expected, CryptoSuites.Select("auto"));
    }

    [Fact]
    public void A_suite_is_known_by_the_name_of_its_setting()
    {
        Assert.Equal("managed", CryptoSuites.Select("managed").Name);
        if (SodiumSuite.TryLoad(out var sodium)) Assert.Equal("sodium", sodium.Name);
    }

    [Fact]
    public void An_unknown_suite_is_refused_with_the_names_that_exist()
    {
        var refusal = Assert.Throws<ArgumentException>(() => CryptoSuites.Select("openssl"));
        Assert.Contains("'auto', 'managed' or 'sodium'", refusal.Message, StringComparison.Ordinal);
    }
}
