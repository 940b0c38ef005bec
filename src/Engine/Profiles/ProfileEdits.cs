using System.Text.Json.Nodes;

namespace TriageBot.Engine.Profiles;

/// <summary>The edits of a profile that a JSON merge cannot say. Each is applied once and taken out of the object.</summary>
internal static class ProfileEdits
{
    public static void Apply(JsonObject profile)
    {
        RemoveSteps(profile);
        ReplaceSteps(profile);
        SetBlocks(profile);
        AddBlocks(profile);
    }

    private static void RemoveSteps(JsonObject profile)
    {
        if (Take<JsonArray>(profile, "removeSteps") is not JsonArray calls)
        {
            return;
        }

        HashSet<string> gone = [.. calls.Select(c => ProfileReader.Text(c, "removeSteps"))];
        foreach (JsonArray program in Programs(profile))
        {
            for (int i = program.Count - 1; i >= 0; i--)
            {
                if (gone.Contains(LoaderStep.Parse(ProfileReader.Text(program[i], "programs")).Call))
                {
                    program.RemoveAt(i);
                }
            }
        }
    }

    private static void ReplaceSteps(JsonObject profile)
    {
        if (Take<JsonObject>(profile, "replaceSteps") is not JsonObject pairs)
        {
            return;
        }

        foreach (JsonArray program in Programs(profile))
        {
            for (int i = 0; i < program.Count; i++)
            {
                if (pairs[LoaderStep.Parse(ProfileReader.Text(program[i], "programs")).Call] is JsonNode replacement)
                {
                    program[i] = replacement.DeepClone();
                }
            }
        }
    }

    /// <summary><c>setBlocks</c>: fields to merge into every block that has one of the named actions.</summary>
    private static void SetBlocks(JsonObject profile)
    {
        if (Take<JsonObject>(profile, "setBlocks") is not JsonObject byAction || profile["moduleChain"] is not JsonArray blocks)
        {
            return;
        }

        foreach (JsonObject block in blocks.OfType<JsonObject>())
        {
            foreach ((string action, JsonNode? fields) in byAction)
            {
                bool has = block["actions"] is JsonObject actions && actions.Any(a => a.Value is JsonValue named && named.TryGetValue(out string? name) && name == action);
                foreach ((string key, JsonNode? value) in has && fields is JsonObject set ? set : [])
                {
                    block[key] = value?.DeepClone();
                }
            }
        }
    }

    private static void AddBlocks(JsonObject profile)
    {
        if (Take<JsonArray>(profile, "addBlocks") is not JsonArray added)
        {
            return;
        }

        JsonArray blocks = profile["moduleChain"] as JsonArray ?? [];
        profile["moduleChain"] = blocks;
        foreach (JsonNode? block in added)
        {
            blocks.Add(block?.DeepClone());
        }
    }

    private static T? Take<T>(JsonObject profile, string key)
        where T : JsonNode
    {
        profile.Remove(key, out JsonNode? value);
        return value is null or T ? (T?)value : throw new ProfileException($"{key} holds {value.ToJsonString()}; write {(typeof(T) == typeof(JsonArray) ? "a list" : "an object")}");
    }

    private static IEnumerable<JsonArray> Programs(JsonObject profile) =>
        profile["programs"] is JsonObject programs ? programs.Select(p => p.Value).OfType<JsonArray>() : [];
}
