using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace TriageBot.Bot.Scan;

/// <summary>What a correct reading finds in one mail: one line of <c>labels.jsonl</c>.</summary>
/// <param name="Set">Folder that holds <paramref name="File"/>.</param>
/// <param name="AlsoAcceptable">Other classes that are right.</param>
/// <param name="Doubtful">Fields in which a second judge may differ; they are not scored.</param>
public sealed record LabelRecord(
    string File,
    string Set,
    string Class,
    ImmutableArray<string> AlsoAcceptable,
    ImmutableArray<CallbackLabel> Callbacks,
    ImmutableArray<OrderingLabel> Orderings,
    ImmutableArray<CommitLabel> Commits,
    ImmutableArray<DirectiveLabel> Directives,
    ImmutableArray<ChangeLabel> NotifierChanges,
    bool WouldReply,
    ImmutableArray<string> Doubtful);

/// <summary>A callback.</summary>
/// <param name="Aliases">Other right names.</param>
/// <param name="Optional">Neither a miss when absent nor an error when present.</param>
public sealed record CallbackLabel(string Name, ImmutableArray<string> Aliases, bool Optional);

/// <summary>An ordering, first runs first.</summary>
/// <param name="Aliases">Other right names of an element, by element.</param>
/// <param name="Named">Whether every element has an identifier in the text; only such orderings can be missed.</param>
public sealed record OrderingLabel(
    string Event,
    string Kind,
    ImmutableArray<string> Sequence,
    ImmutableDictionary<string, ImmutableArray<string>>? Aliases,
    ImmutableArray<string> AlsoEvents,
    ImmutableArray<string> AlsoKinds,
    bool Named,
    bool Optional);

/// <summary>A commit reference.</summary>
public sealed record CommitLabel(string Sha, string Role, ImmutableArray<string> AlsoRoles, string? State, bool Optional);

/// <summary>A command for a bot.</summary>
public sealed record DirectiveLabel(string Bot, string Command, string Argument, bool Optional);

/// <summary>A change of a notifier block.</summary>
public sealed record ChangeLabel(string File, string Block, string Change, ImmutableArray<string> AlsoChanges, bool Optional);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LabelRecord))]
internal sealed partial class LabelJsonContext : JsonSerializerContext;
