using System.Collections.Immutable;
using System.Text.Json;
using TriageBot.Engine.Scenarios;

namespace TriageBot.Engine.Selftests;

/// <summary>Reads files of selftest scenarios; <c>docs/selftests.md</c> describes the form.</summary>
public static class SelftestReader
{
    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Verbs by their field. The first that a step has is its verb: a disabling step also says what it writes.</summary>
    private static readonly ImmutableArray<(string Field, SelftestVerb Verb)> s_verbs =
    [
        ("load", SelftestVerb.Load), ("unload", SelftestVerb.Unload), ("disable", SelftestVerb.Disable), ("write", SelftestVerb.Write),
        ("sysctl", SelftestVerb.Sysctl), ("wait", SelftestVerb.Wait), ("read_to_log", SelftestVerb.ReadToLog), ("assert_read", SelftestVerb.AssertRead),
        ("assert_mode", SelftestVerb.AssertMode), ("trace_function", SelftestVerb.TraceFunction), ("assert_traced", SelftestVerb.AssertTraced),
        ("spawn", SelftestVerb.Spawn), ("kill_spawned", SelftestVerb.KillSpawned), ("log", SelftestVerb.Log),
    ];

    /// <summary>True when a text looks like such a file: a JSON list of objects with scripts.</summary>
    public static bool Recognizes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().TrimStart().StartsWith("[") && text.Contains("\"script\"", StringComparison.Ordinal) && text.Contains("\"steps\"", StringComparison.Ordinal);
    }

    /// <summary>Reads all scenarios of a file.</summary>
    /// <param name="where">Name of the file, for messages.</param>
    /// <exception cref="ScenarioException">The text is no such file; the message names the file, the place and the remedy.</exception>
    public static ImmutableArray<SelftestScenario> Read(string json, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, s_options);
            return [.. document.RootElement.EnumerateArray().Select((s, i) => Scenario(s, $"{where}: scenario {i + 1}"))];
        }
        catch (JsonException problem)
        {
            throw new ScenarioException($"{where}: is no JSON: {problem.Message}");
        }
        catch (InvalidOperationException problem)
        {
            throw new ScenarioException($"{where}: has a value of another kind than expected: {problem.Message}");
        }
    }

    private static SelftestScenario Scenario(JsonElement item, string where) => new(
        Text(item, "suite") ?? "6.1",
        Text(item, "script") ?? "",
        Text(item, "title") ?? throw new ScenarioException($"{where}: has no \"title\""),
        [.. Required(item, "steps", where).EnumerateArray().Select((s, i) => Step(s, $"{where}, step {i + 1}"))],
        [.. Required(item, "expect", where).EnumerateArray().Select(l => l.GetString() ?? "")]);

    private static SelftestStep Step(JsonElement item, string where)
    {
        foreach ((string field, SelftestVerb verb) in s_verbs)
        {
            if (item.TryGetProperty(field, out JsonElement subject))
            {
                return Step(item, subject, verb);
            }
        }

        throw new ScenarioException($"{where}: does nothing that is known; write one of {string.Join(", ", s_verbs.Select(v => v.Field))}");
    }

    private static SelftestStep Step(JsonElement item, JsonElement subject, SelftestVerb verb)
    {
        string operation = Text(item, "op") ?? "equals";
        bool isPlace = subject.ValueKind == JsonValueKind.Object;
        return new SelftestStep(verb, (isPlace ? Text(subject, "path") : Words(subject).FirstOrDefault()) ?? "", Text(isPlace ? subject : item, "value") ?? Text(item, "count") ?? "")
        {
            Words = verb is SelftestVerb.AssertTraced or SelftestVerb.TraceFunction ? Words(subject) : [.. Field(item, "params"), .. Field(item, "filter")],
            Livepatch = Flag(item, "livepatch", otherwise: false),
            WaitTransition = Flag(item, "wait_transition", otherwise: true),
            ExpectFailure = Flag(item, "expect_failure", otherwise: false),
            MayFail = Flag(item, "may_fail", otherwise: false),
            Negated = operation.StartsWith("not_", StringComparison.Ordinal),
            Part = operation.EndsWith("contains", StringComparison.Ordinal),
            LogOnSuccess = verb == SelftestVerb.AssertRead ? LogField(item) : null,
        };
    }

    /// <summary>What a script says when a comparison holds: the one text of the step that neither compares nor remarks.</summary>
    private static string? LogField(JsonElement item) => item.EnumerateObject()
        .Where(p => p.Name is not ("assert_read" or "op" or "value" or "note" or "comment" or "source") && p.Value.ValueKind == JsonValueKind.String)
        .Select(p => p.Value.GetString())
        .FirstOrDefault();

    private static JsonElement Required(JsonElement item, string name, string where) =>
        item.TryGetProperty(name, out JsonElement value) ? value : throw new ScenarioException($"{where}: has no \"{name}\"");

    private static ImmutableArray<string> Field(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) ? Words(value) : [];

    private static ImmutableArray<string> Words(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Select(AsText)],
            JsonValueKind.True => [],
            _ => [AsText(value)],
        };

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) ? AsText(value) : null;

    private static string AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static bool Flag(JsonElement item, string name, bool otherwise) => item.TryGetProperty(name, out JsonElement value) ? value.GetBoolean() : otherwise;
}
