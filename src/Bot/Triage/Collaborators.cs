using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Triage;

/// <summary>The parsers, as triage sees them.</summary>
internal interface IMailParser
{
    /// <summary>Facts of one message; never throws on content.</summary>
    MailFacts Read(ReadOnlyMemory<byte> bytes);
}

/// <summary>The engine, as triage sees it.</summary>
internal interface IChecker
{
    /// <summary>Runs a plan.</summary>
    Verdict Check(CheckPlan plan, CancellationToken cancellationToken);
}

/// <summary>The kernels that can be run, as the planner sees them.</summary>
internal interface IProfileCatalog
{
    /// <inheritdoc cref="KernelProfileCatalog.All"/>
    ImmutableArray<ProfileSummary> All { get; }

    /// <inheritdoc cref="KernelProfileCatalog.FindByCommit"/>
    ProfileSummary? FindByCommit(string sha);

    /// <inheritdoc cref="KernelProfileCatalog.FindByVersion"/>
    ProfileSummary? FindByVersion(string version);

    /// <inheritdoc cref="KernelProfileCatalog.NewestAt"/>
    ProfileSummary? NewestAt(DateOnly date);
}

/// <summary>The parsers of this program.</summary>
internal sealed class BuiltInMailParser : IMailParser
{
    public MailFacts Read(ReadOnlyMemory<byte> bytes) => MailReader.Read(bytes);
}

/// <summary>The engine of this program.</summary>
internal sealed class BuiltInChecker : IChecker
{
    public Verdict Check(CheckPlan plan, CancellationToken cancellationToken) => Checker.Check(plan, cancellationToken);
}

/// <summary>The profiles of this program.</summary>
internal sealed class BuiltInProfileCatalog : IProfileCatalog
{
    public ImmutableArray<ProfileSummary> All => KernelProfileCatalog.All;

    public ProfileSummary? FindByCommit(string sha) => KernelProfileCatalog.FindByCommit(sha);

    public ProfileSummary? FindByVersion(string version) => KernelProfileCatalog.FindByVersion(version);

    public ProfileSummary? NewestAt(DateOnly date) => KernelProfileCatalog.NewestAt(date);
}
