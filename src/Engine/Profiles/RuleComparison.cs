using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageBot.Engine.Profiles;

/// <summary>Compares every rule of two profiles: all fields but those that have a comparison of their own or only describe.</summary>
internal static class RuleComparison
{
    private static readonly string[] Others =
        ["name", "standsFor", "commits", "versions", "since", "predecessor", "programs", "moduleChain", "dependsOn", "knownBreaks"];

    public static IEnumerable<ProfileChange> Between(KernelProfile from, KernelProfile to)
    {
        Dictionary<string, string> before = Leaves(from);
        Dictionary<string, string> after = Leaves(to);
        return before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Select(k => (Name: k, Before: before.GetValueOrDefault(k, "unset"), After: after.GetValueOrDefault(k, "unset")))
            .Where(r => r.Before != r.After)
            .OrderBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new ProfileChange(ProfileChangeKind.Rule, r.Name, $"is {r.After}, before {r.Before}"));
    }

    private static Dictionary<string, string> Leaves(KernelProfile profile)
    {
        JsonObject all = JsonSerializer.SerializeToNode(profile, ProfileJsonContext.Default.KernelProfile)!.AsObject();
        return all.Where(f => !Others.Contains(f.Key, StringComparer.Ordinal))
            .SelectMany(f => Leaves(f.Key, f.Value))
            .ToDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(string name, JsonNode? value) => value is JsonObject fields
        ? fields.SelectMany(f => Leaves($"{name}.{f.Key}", f.Value))
        : [KeyValuePair.Create(name, value?.ToString() ?? "unset")];
}
