using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageBot.Engine.Profiles;

/// <summary>Writes a profile as the JSON that <see cref="KernelProfileCatalog.FromJson"/> reads, whole and with nothing inherited.</summary>
public static class ProfileWriter
{
    // The text is read by people and by this program, and is never part of a page.
    private static readonly JsonSerializerOptions s_readable = new(ProfileJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text; the same for the same profile, with one step of a program a line, so that two can be compared line by line.</summary>
    public static string Write(KernelProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        JsonObject json = (JsonObject)JsonSerializer.SerializeToNode(profile, ProfileJsonContext.Default.KernelProfile)!;
        Sort(json, "programs");
        foreach (JsonObject block in json["moduleChain"]!.AsArray().OfType<JsonObject>())
        {
            Sort(block, "actions");
        }

        return json.ToJsonString(s_readable) + "\n";
    }

    // A dictionary has no order of its own.
    private static void Sort(JsonObject owner, string field)
    {
        if (owner[field] is JsonObject unsorted)
        {
            owner[field] = new JsonObject(unsorted.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        }
    }
}
