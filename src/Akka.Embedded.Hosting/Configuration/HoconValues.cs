using System.Globalization;
using System.Text.Json;

namespace Akka.Hosting.Configuration;

/// <summary>Writes values as HOCON.</summary>
internal static class HoconValues
{
    /// <summary>Zero and infinite are both <c>infinite</c>.</summary>
    public static string Duration(TimeSpan value) =>
        value <= TimeSpan.Zero ? "infinite" : string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds}ms");

    public static string Switch(bool value) => value ? "on" : "off";

    public static string Quoted(string text) => JsonSerializer.Serialize(text, JsonSerializerOptions.Default);
}
