using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageBot.Engine.Profiles;

/// <summary>Reads profiles: JSON, with <c>extends</c> and edits resolved.</summary>
/// <remarks>
/// A profile that <c>extends</c> another is a JSON merge patch (RFC 7396) of it, followed by three edits that a merge cannot say:
/// <c>removeSteps</c> (steps taken out of every program), <c>replaceSteps</c> (find and replace) and <c>addBlocks</c>/<c>setBlocks</c>.
/// </remarks>
internal static class ProfileReader
{
    private static readonly JsonDocumentOptions DocumentOptions = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Longest file, in UTF-16 units.</summary>
    private const int MaxLength = 512 * 1024;

    /// <summary>Parses one JSON text.</summary>
    /// <exception cref="ProfileException">It is no JSON object.</exception>
    public static JsonObject Parse(string json, string where)
    {
        if (json.Length > MaxLength)
        {
            throw new ProfileException($"{where}: longer than {MaxLength} characters");
        }

        try
        {
            return JsonNode.Parse(json, documentOptions: DocumentOptions) as JsonObject
                ?? throw new ProfileException($"{where}: a profile is a JSON object");
        }
        catch (JsonException problem)
        {
            throw new ProfileException($"{where}: {problem.Message}");
        }
    }

    /// <summary>Applies an overlay: merge, then edits.</summary>
    public static JsonObject Apply(JsonObject original, JsonObject overlay)
    {
        JsonObject result = (JsonObject)original.DeepClone();
        foreach (string inherited in (string[])["commits", "versions", "since", "predecessor"])
        {
            result.Remove(inherited);
        }

        Merge(result, overlay);
        ProfileEdits.Apply(result);
        return result;
    }

    /// <summary>Turns resolved JSON into a profile.</summary>
    /// <exception cref="ProfileException">A field is unknown, missing or of the wrong kind.</exception>
    public static KernelProfile ToProfile(JsonObject resolved, string name)
    {
        JsonObject copy = (JsonObject)resolved.DeepClone();
        copy["name"] = name;
        copy.Remove("extends");
        try
        {
            ProfileEdits.Apply(copy);
            return ProfileChecks.Check(copy.Deserialize(ProfileJsonContext.Default.KernelProfile) ?? throw new ProfileException("is empty"));
        }
        catch (Exception problem) when (problem is JsonException or ProfileException)
        {
            throw new ProfileException($"profile {name}: {problem.Message}");
        }
    }

    /// <summary>A field that is text, or null when it is not there.</summary>
    /// <exception cref="ProfileException">It is something else.</exception>
    public static string? Text(JsonObject json, string field) => json[field] is JsonNode node ? Text(node, field) : null;

    /// <summary>A node that is text.</summary>
    /// <exception cref="ProfileException">It is something else.</exception>
    public static string Text(JsonNode? node, string where) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : throw new ProfileException($"{where} holds {node?.ToJsonString() ?? "null"}; write text in quotes");

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach ((string key, JsonNode? value) in patch)
        {
            if (value is null)
            {
                into.Remove(key);
            }
            else if (value is JsonObject inner && into[key] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                into[key] = value.DeepClone();
            }
        }
    }
}

/// <summary>A profile that cannot be read. The message names the profile and what is wrong.</summary>
public sealed class ProfileException(string message) : Exception(message)
{
}
