using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Patches;
using TriageBot.Parsers.Text;

namespace TriageBot.Bot.Reports;

/// <summary>The report as JSON.</summary>
internal static class JsonRenderer
{
    /// <summary>Raised when a field changes its meaning or goes away; new fields do not raise it.</summary>
    public const int SchemaVersion = 1;

    // The output is a file or a terminal, never HTML: "a->b" stays readable.
    private static readonly ReportJsonContext s_context = new(new JsonSerializerOptions(ReportJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Render(TriageReport report) => JsonSerializer.Serialize(Model(report), s_context.ReportJson);

    /// <summary>Reads what <see cref="Render(TriageReport)"/> wrote.</summary>
    public static ReportJson Parse(string json) =>
        JsonSerializer.Deserialize(json, s_context.ReportJson) ?? throw new JsonException("A stored report is empty.");

    public static ReportJson Model(TriageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        MailFacts facts = report.Facts;
        FactsJson told = Facts(facts);
        return new ReportJson(
            SchemaVersion,
            Message(facts.Head),
            Words.Of(facts.Class),
            report.Decision.WouldReply,
            told with { Orderings = [.. told.Orderings, .. Derived(facts, report.Verdict)] },
            VerdictOf(report),
            [.. report.Verdict.Fixes.Select(Fix)],
            Reply(report.Reply),
            report.Issue is { } issue ? new IssueJson(issue.WouldOpen, issue.Title, issue.Labels, issue.Body) : null);
    }

    /// <summary>Several mails as threads.</summary>
    public static string Render(ThreadTriage triage)
    {
        ThreadsJson model = new(
            SchemaVersion,
            [.. triage.Threads.Select(thread => new ThreadJson(
                [.. thread.Select(entry => new ThreadMessageJson(NullIfEmpty(entry.Id), entry.Depth, entry.Report is null, entry.Report is { } report ? Model(report) : null))]))],
            [.. triage.Series.Select(Series)]);
        return JsonSerializer.Serialize(model, s_context.ThreadsJson);
    }

    private static SeriesJson Series(PatchSeries series) => new(
        series.Id, series.Title, series.Author, series.Version, series.Total, series.IsRfc, series.IsResend, series.Tags, series.Cover,
        [.. series.Patches.Select(p => new SeriesPatchJson(p.Number, p.Id, p.Title))], series.Missing, series.Supersedes, series.SupersededBy,
        [.. series.NetChanges.Select(NotifierChange)]);

    private static MessageJson Message(MailHead head)
    {
        PatchSubject subject = PatchSubject.Read(head.Subject);
        PatchJson? patch = subject.IsPatch
            ? new PatchJson(subject.Title, subject.Version, subject.Number, subject.Total, subject.IsCover, subject.IsRfc, subject.IsResend, subject.Tags)
            : null;
        return new MessageJson(NullIfEmpty(head.Id), head.Subject, head.Date, head.InReplyTo, head.References, patch);
    }

    /// <summary>The facts of a mail alone.</summary>
    public static FactsJson Facts(MailFacts facts) => new(
        [.. facts.ToldCallbacks.Select(c => new CallbackJson(c.Name, c.PriorityText, c.Priority, c.Chain, c.States, Line(c.Line), c.IsPlain))],
        [.. facts.ToldOrders.Select(o => new OrderingJson(NullIfEmpty(o.Event), Words.Of(o.Kind), o.Sequence, Line(o.Line), o.Confidence, NullIfEmpty(o.Reason), o.IsPlain))],
        [.. facts.Commits.Select(c => new CommitJson(c.Sha, c.FullSha, c.Subject, Words.Of(c.Role), Line(c.Line)))],
        [.. facts.Versions.Select(v => new VersionJson(v.Text, Words.Of(v.Role), v.Sha, Line(v.Line)))],
        [.. facts.Links.Select(l => new LinkJson(l.Url, Words.Of(l.Kind), l.Tag, l.Id, Line(l.Line)))],
        [.. facts.Directives.Select(d => new DirectiveJson(d.Bot, d.Command, d.Argument, Line(d.Line)))],
        [.. facts.NotifierChanges.Select(NotifierChange)],
        [.. facts.CallTraces.Select(CallTrace)],
        [.. facts.UnstatedOrderings.Select(o => new UnstatedOrderingJson(NullIfEmpty(o.Event), Words.Of(o.Kind), Words.Of(o.Sense), o.Sequence, Line(o.Line)))],
        [.. facts.PriorityProposals.Select(p => new PriorityProposalJson([.. p.Callbacks.Select(c => new ProposedPriorityJson(c.Name, c.PriorityText ?? "", c.Priority, Line(c.Line)))]))],
        [.. facts.Diagnostics.Select(DiagnosticText.Of)]);

    private static NotifierChangeJson NotifierChange(NotifierChangeFact change) => new(
        change.File, change.Function, change.Block, Words.Of(change.Change), change.From, change.To, change.HunkLine, Line(change.Line));

    private static CallTraceJson CallTrace(CallTraceFact trace) => new(
        Words.Of(trace.Kind), trace.Title, trace.Headline, trace.Function, trace.Module, trace.Location, trace.KernelVersion, trace.Taint,
        trace.Code is { } code ? new CodeLineJson(Hex(code.Bytes)!, code.TrapIndex < 0 ? null : code.TrapIndex, code.UnitSize) : null,
        trace.Modules,
        [.. trace.Entries.Select(e => new CallTraceEntryJson(e.Function, e.Offset, e.Size, e.Module, e.Reliable, e.Source))],
        trace.Ftrace is { } ftrace ? new FtraceJson(ftrace.Failure, Hex(ftrace.Actual), Hex(ftrace.Expected), ftrace.Flags?.ToString("x")) : null,
        Line(trace.Line));

    private static string? Hex(ImmutableArray<byte> bytes) => NullIfEmpty(Convert.ToHexStringLower(bytes.AsSpan()));

    // Parsers derive orders from priorities alone and the engine from the run; one that both have is stated once.
    private static IEnumerable<OrderingJson> Derived(MailFacts facts, Verdict verdict) =>
        verdict.Derived
            .Where(d => !facts.Orderings.Any(o => o.Kind == OrderingKind.Derived
                && string.Equals(o.Event, d.Event, StringComparison.Ordinal)
                && o.Sequence.SequenceEqual(d.Sequence, StringComparer.Ordinal)))
            .Select(d => new OrderingJson(NullIfEmpty(d.Event), Words.Of(OrderingKind.Derived), d.Sequence, null, 1, "follows from the run"));

    private static VerdictJson VerdictOf(TriageReport report)
    {
        Verdict verdict = report.Verdict;
        return new VerdictJson(
            Words.Of(verdict.Result),
            report.Judgement.Plan is null ? null : Words.Of(verdict.Basis),
            [.. verdict.Claims.Select(c => new ClaimJson(ReportWords.Of(c.Claim), c.Holds, Line(c.Claim.Line)))],
            verdict.GoodProfile,
            verdict.BadProfile,
            [.. verdict.Conflicts.Select(c => c.Detail)],
            [.. verdict.Regressed.Select(b => new BrokenJson(b.Id, b.Step, b.Scenario))],
            verdict.Trace,
            verdict.Missing,
            verdict.Notes)
        {
            Patch = verdict.Patch is { } patch ? PatchTried(patch) : null,
        };
    }

    private static PatchTriedJson PatchTried(PatchOutcome patch) => new(
        Words.Of(patch.Effect), patch.Base, patch.Reference, patch.Changes, patch.Unplaced,
        [.. patch.Repaired.Select(b => new BrokenJson(b.Id, b.Step, b.Scenario))], patch.Remaining.Length, patch.Lost.Length);

    private static FixJson Fix(FixCandidate fix)
    {
        OrderedDictionary<string, int> priorities = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, int> priority in fix.Priorities)
        {
            priorities[priority.Key] = priority.Value;
        }

        return new FixJson(
            Words.Of(fix.Kind), fix.Passes, fix.FailsBecause, priorities, fix.HandlersSplit,
            [.. fix.RowsLost.Select(r => new RowLostJson(r.Row, r.Invariant, r.Step, [.. r.HeldBy.Select(k => Words.Of(k))]))],
            fix.OrderChanges, NullIfEmpty(fix.Sketch));
    }

    private static ReplyJson? Reply(ReplyDraft? reply) => reply is null
        ? null
        : new ReplyJson(reply.WouldSend, reply.HeldBecause, Addresses(reply.To), Addresses(reply.Cc), reply.Subject, reply.InReplyTo, reply.Body);

    private static string? Addresses(ImmutableArray<string> addresses) => NullIfEmpty(string.Join(", ", addresses));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static int? Line(int line) => line == 0 ? null : line;
}

/// <summary>A diagnostic in one line.</summary>
internal static class DiagnosticText
{
    public static string Of(Diagnostic diagnostic)
    {
        string where = diagnostic.Line == 0 ? "" : $" line {diagnostic.Line}";
        return $"TB{(int)diagnostic.Id:0000}{where}: {diagnostic.Message}";
    }
}
