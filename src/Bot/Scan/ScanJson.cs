using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageBot.Bot.Scan;

/// <summary>Rows of a scan as JSON lines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScanRow))]
internal sealed partial class ScanJson : JsonSerializerContext
{
    private static readonly ScanJson Relaxed = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>One line.</summary>
    public static string Line(ScanRow row) => JsonSerializer.Serialize(row, Relaxed.ScanRow);
}
