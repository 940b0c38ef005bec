using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace TriageBot.Bot.Reports;

/// <summary>The JSON of <c>triage --format json</c>; every field is described in <c>docs/json.md</c>.</summary>
internal sealed record ReportJson(
    int SchemaVersion,
    MessageJson Message,
    string Class,
    bool WouldReply,
    FactsJson Facts,
    VerdictJson Verdict,
    ImmutableArray<FixJson> Fixes,
    ReplyJson? Reply,
    IssueJson? Issue);

internal sealed record MessageJson(
    string? Id, string Subject, DateTimeOffset? Date, string? InReplyTo, ImmutableArray<string> References, PatchJson? Patch);

internal sealed record PatchJson(
    string Title, int Version, int? Number, int? Total, bool IsCover, bool IsRfc, bool IsResend, ImmutableArray<string> Tags);

internal sealed record FactsJson(
    ImmutableArray<CallbackJson> Callbacks,
    ImmutableArray<OrderingJson> Orderings,
    ImmutableArray<CommitJson> Commits,
    ImmutableArray<VersionJson> Versions,
    ImmutableArray<LinkJson> Links,
    ImmutableArray<DirectiveJson> Directives,
    ImmutableArray<NotifierChangeJson> NotifierChanges,
    ImmutableArray<CallTraceJson> CallTraces,
    ImmutableArray<UnstatedOrderingJson> UnstatedOrderings,
    ImmutableArray<PriorityProposalJson> PriorityProposals,
    ImmutableArray<string> Diagnostics);

internal sealed record CallbackJson(
    string Name, string? PriorityText, int? Priority, string? Chain, ImmutableArray<string> States, int? Line, bool Plain = false);

internal sealed record OrderingJson(
    string? Event, string Kind, ImmutableArray<string> Sequence, int? Line, double Confidence, string? Reason, bool Plain = false);

internal sealed record UnstatedOrderingJson(string? Event, string Kind, string Sense, ImmutableArray<string> Sequence, int? Line);

internal sealed record PriorityProposalJson(ImmutableArray<ProposedPriorityJson> Callbacks);

internal sealed record ProposedPriorityJson(string Name, string PriorityText, int? Priority, int? Line);

internal sealed record CommitJson(string Sha, string? FullSha, string? Subject, string Role, int? Line);

internal sealed record VersionJson(string Version, string Role, string? Sha, int? Line);

internal sealed record LinkJson(string Url, string Kind, string? Tag, string? Id, int? Line);

internal sealed record DirectiveJson(string Bot, string Command, string Argument, int? Line);

internal sealed record NotifierChangeJson(
    string File, string? Function, string Block, string Change, string? From, string? To, int? HunkLine, int? Line);

internal sealed record CallTraceJson(
    string Kind,
    string Title,
    string Headline,
    string? Function,
    string? Module,
    string? Location,
    string? KernelVersion,
    string? Taint,
    CodeLineJson? Code,
    ImmutableArray<string> Modules,
    ImmutableArray<CallTraceEntryJson> Entries,
    FtraceJson? Ftrace,
    int? Line);

internal sealed record CodeLineJson(string Bytes, int? TrapIndex, int UnitSize);

internal sealed record CallTraceEntryJson(string Function, ulong? Offset, ulong? Size, string? Module, bool Reliable, string? Source);

internal sealed record FtraceJson(string Failure, string? Actual, string? Expected, string? Flags);

internal sealed record VerdictJson(
    string Result,
    string? Basis,
    ImmutableArray<ClaimJson> Claims,
    string? GoodProfile,
    string? BadProfile,
    ImmutableArray<string> Conflict,
    ImmutableArray<BrokenJson> BrokenInvariants,
    ImmutableArray<string> Trace,
    ImmutableArray<string> Missing,
    ImmutableArray<string> Notes)
{
    public PatchTriedJson? Patch { get; set; }
}

internal sealed record PatchTriedJson(
    string Effect,
    string? Base,
    string? Reference,
    ImmutableArray<string> Changes,
    ImmutableArray<string> Unplaced,
    ImmutableArray<BrokenJson> Repaired,
    int Remaining,
    int Lost);

internal sealed record ClaimJson(string Claim, bool? Holds, int? Line);

internal sealed record BrokenJson(string Id, string Step, string Scenario);

internal sealed record FixJson(
    string Kind,
    bool Passes,
    string? FailsBecause,
    OrderedDictionary<string, int> Priorities,
    ImmutableArray<string> HandlersSplit,
    ImmutableArray<RowLostJson> RowsLost,
    ImmutableArray<string> OrderChanges,
    string? Patch);

internal sealed record RowLostJson(string Row, string Invariant, string Step, ImmutableArray<string> HeldBy);

internal sealed record ReplyJson(
    bool WouldSend, string? HeldBecause, string? To, string? Cc, string Subject, string? InReplyTo, string Body);

internal sealed record IssueJson(bool WouldOpen, string Title, ImmutableArray<string> Labels, string Body);

/// <summary>The JSON of <c>triage --format json</c> for several mails.</summary>
internal sealed record ThreadsJson(int SchemaVersion, ImmutableArray<ThreadJson> Threads, ImmutableArray<SeriesJson> Series);

internal sealed record ThreadJson(ImmutableArray<ThreadMessageJson> Messages);

internal sealed record ThreadMessageJson(string? Id, int Depth, bool IsMissing, ReportJson? Report);

internal sealed record SeriesJson(
    string Id,
    string Title,
    string Author,
    int Version,
    int? Total,
    bool IsRfc,
    bool IsResend,
    ImmutableArray<string> Tags,
    string? Cover,
    ImmutableArray<SeriesPatchJson> Patches,
    ImmutableArray<int> Missing,
    string? Supersedes,
    string? SupersededBy,
    ImmutableArray<NotifierChangeJson> NetChanges);

internal sealed record SeriesPatchJson(int Number, string Id, string Title);

/// <summary>Serialises without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ReportJson))]
[JsonSerializable(typeof(ThreadsJson))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
