using System.Collections.Immutable;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Bot.Tests;

/// <summary>Hand-made facts and verdicts.</summary>
internal static class Samples
{
    public static MailHead Head { get; } = new(
        Id: "1@example.org", Subject: "[BUG] wrong order", From: "reporter@example.org", FromName: "Reporter",
        To: ["linux-kernel@vger.kernel.org"], Cc: ["bystander@example.org"], ReplyTo: [], InReplyTo: null, References: [],
        Date: new DateTimeOffset(2016, 1, 30, 9, 0, 0, TimeSpan.Zero), ListId: "<linux-kernel.vger.kernel.org>",
        AutoSubmitted: null, Precedence: "bulk", ReturnPath: "<reporter@example.org>");

    public static MailFacts Facts { get; } = new(
        Head, new SourceText("first_cb runs before second_cb on load\n"), MailClass.OrderingReport, "It names an order.",
        Callbacks: [Callback("first_cb", 5), Callback("second_cb", 1)],
        Orderings: [Ordering("load", OrderingKind.Required, "second_cb", "first_cb")],
        Commits: [], Symptoms: [], Versions: [], Directives: [], NotifierChanges: [], Diagnostics: []);

    /// <summary>The same with the chain of both callbacks, so that there is enough to ask precisely for the rest.</summary>
    public static MailFacts FactsWithChain { get; } = Facts with { Callbacks = [Callback("first_cb", 5, "reboot"), Callback("second_cb", 1, "reboot")] };

    public static IProfileCatalog Catalog { get; } = new FixedCatalog(
    [
        Profile("old", "1111111", "v4.4", new DateOnly(2016, 1, 10), ("klp_cb", 1), ("ftrace_cb", 0)),
        Profile("broken", "2222222", "v4.5", new DateOnly(2016, 3, 14), ("klp_cb", 1), ("ftrace_cb", 0)),
        Profile("new", "3333333", "v6.1", new DateOnly(2022, 12, 11), ("other_cb", 0)),
    ]);

    public static CallbackFact Callback(string name, int? priority, string? chain = null, int line = 1) =>
        new(name, priority?.ToString(System.Globalization.CultureInfo.InvariantCulture), priority, chain, [], line, default);

    public static OrderingFact Ordering(string name, OrderingKind kind, params string[] sequence) =>
        new(name, kind, [.. sequence], 1, default);

    public static CommitFact Commit(string sha, CommitRole role) => new(sha, "a subject", role, 2, default);

    public static CheckPlan Plan { get; } = new(
        CheckBasis.StatedConstraints, null, null, ChainKind.Blocking, "reboot notifier chain",
        [new PlannedCallback("first_cb", 5), new PlannedCallback("second_cb", 1)],
        [new OrderClaim("load", ClaimKind.Required, ["second_cb", "first_cb"], 1)], []);

    public static FixCandidate PassingFix { get; } = new(
        FixKind.Priority, Passes: true, FailsBecause: null, [KeyValuePair.Create("second_cb", 6), KeyValuePair.Create("first_cb", 5)],
        HandlersSplit: [], RowsRun: 4, RowsLost: [], OrderChanges: [], Sketch: "-\t.priority = 1,\n+\t.priority = 6,\n");

    public static FixCandidate FailingFix { get; } = new(
        FixKind.ReverseTraversal, Passes: false, FailsBecause: "It turns unload round too.", [], HandlersSplit: [], RowsRun: 4,
        RowsLost: [new RowLoss("unload", "I7", "rmmod demo", [FixKind.Priority])], OrderChanges: ["third_cb"], Sketch: "");

    public static Verdict Reproduced { get; } = new(
        VerdictResult.Reproduced, CheckBasis.StatedConstraints, null, null,
        Claims: [new ClaimVerdict(Plan.Claims[0], Holds: false, "first_cb ran before second_cb.")],
        Derived: [new DerivedOrder("unload", ["first_cb", "second_cb"])],
        Conflicts: [], Regressed: [new BrokenInvariant("I7", "call load", "load", "second_cb ran last.", Known: false)],
        KnownBreaks: [], Trace: ["# call load", "first_cb", "second_cb"], FullTrace: ["# call load", "first_cb", "second_cb", "# end"],
        Fixes: [PassingFix, FailingFix], Missing: [], Notes: [], RowsRun: 4, ReplayArguments: ["check", "file with blank.yaml"]);

    public static Verdict NeedsInformation { get; } = Reproduced with
    {
        Result = VerdictResult.NeedsInformation,
        Claims = [],
        Derived = [],
        Regressed = [],
        Trace = [],
        FullTrace = [],
        Fixes = [],
        Missing = ["In which order they must run."],
        RowsRun = 0,
        ReplayArguments = [],
    };

    public static Judgement Judgement { get; } = new(Facts, Plan, Reproduced);

    public static TriageReport ReportOf(Judgement judgement, TriageBotOptions? options = null) =>
        new ReportBuilder(Microsoft.Extensions.Options.Options.Create(options ?? new TriageBotOptions())).Build(judgement, []);

    private static ProfileSummary Profile(string name, string commit, string version, DateOnly since, params (string Name, int Priority)[] chain) =>
        new(name, name + " kernel", [commit], [version], since, [.. chain.Select(c => KeyValuePair.Create(c.Name, c.Priority))], []);
}

/// <summary>A catalogue of hand-made profiles.</summary>
internal sealed class FixedCatalog(ImmutableArray<ProfileSummary> profiles) : IProfileCatalog
{
    public ImmutableArray<ProfileSummary> All => profiles;

    public ProfileSummary? FindByCommit(string sha) => profiles.FirstOrDefault(p => p.Commits.Contains(sha));

    public ProfileSummary? FindByVersion(string version) => profiles.FirstOrDefault(p => p.Versions.Contains(version));

    public ProfileSummary? NewestAt(DateOnly date) => profiles.Where(p => p.Since <= date).MaxBy(p => p.Since);
}
