using System.Text.Json;
using TriageBot.Engine.Checks;

namespace TriageBot.Engine.Tests.Checks;

/// <summary>Everything in a verdict as text, so that two can be compared in full: records compare immutable arrays by reference.</summary>
internal static class VerdictText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(Verdict verdict) => JsonSerializer.Serialize(verdict, Indented);
}
