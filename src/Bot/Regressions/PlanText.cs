using System.Text.Json;
using System.Text.Json.Serialization;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Regressions;

/// <summary>A plan as it is kept, so that a regression can be run again when its mail is long erased.</summary>
internal static class PlanText
{
    /// <summary>As JSON.</summary>
    public static string Of(CheckPlan plan) => JsonSerializer.Serialize(plan, PlanJson.Default.CheckPlan);

    /// <summary>Out of JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static CheckPlan Parse(string json) =>
        JsonSerializer.Deserialize(json, PlanJson.Default.CheckPlan) ?? throw new JsonException("A stored plan is empty.");
}

/// <summary>JSON of plans.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckPlan))]
internal sealed partial class PlanJson : JsonSerializerContext;
