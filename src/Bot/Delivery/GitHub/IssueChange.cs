using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageBot.Bot.Delivery.GitHub;

/// <summary>What an issue should be like. Stating the aim and not the step makes a second try harmless.</summary>
internal sealed class IssueChange
{
    /// <summary>Fingerprint of the fault; its marker stands in the body of the issue.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>Number of the issue where the change is about one that is known; 0 to find it by its marker.</summary>
    public long Number { get; set; }

    /// <summary>Title of a new issue; empty to open none.</summary>
    public string Title { get; set; } = "";

    /// <summary>Body with its marker; empty to leave it as it is.</summary>
    public string Body { get; set; } = "";

    /// <summary>Labels of a new issue.</summary>
    public ImmutableArray<string> Labels { get; set; } = [];

    /// <summary>Text of a comment; empty for none.</summary>
    public string Comment { get; set; } = "";

    /// <summary>What makes the comment one comment; its marker stands in it.</summary>
    public string CommentFingerprint { get; set; } = "";

    /// <summary><c>completed</c> or <c>not_planned</c> to close it, <c>reopened</c> to open it again, empty to leave its state.</summary>
    public string Close { get; set; } = "";

    /// <summary>As it is kept in the outbox.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, IssueChangeJson.Default.IssueChange);

    /// <summary>Out of the outbox.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IssueChange Parse(string json) =>
        JsonSerializer.Deserialize(json, IssueChangeJson.Default.IssueChange) ?? throw new JsonException("No change of an issue.");
}

/// <summary>JSON of the outbox.</summary>
[JsonSerializable(typeof(IssueChange))]
internal sealed partial class IssueChangeJson : JsonSerializerContext;
