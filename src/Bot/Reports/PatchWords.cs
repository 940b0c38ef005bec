using System.Collections.Immutable;
using System.Reflection;
using TriageBot.Bot.Patches;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Reports;

/// <summary>What is said beside a complete diff: what it is against, how it was tried, and what its sender may want to add.</summary>
internal static class PatchWords
{
    /// <summary>What it is and how it was tried.</summary>
    public static string Lead(CandidatePatch patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        string tried = patch.Fix.Kernel is null ? "a chain as the mail states it" : "the emulated kernel";
        return $"{Words.Of(patch.Fix.Kind)} as a complete diff against {patch.Against}. Only {tried} was run with it ({Scenarios(patch.Fix)}); "
            + (patch.IsCode ? "the C was written from the candidate, and neither compiled nor run." : "a diff in C needs the source of these callbacks (KernelTree) and a candidate that changes blocks alone.");
    }

    /// <summary>What a person who sends it may want to add. Each stands behind a bar, so that no tool takes it for the mail's own.</summary>
    /// <remarks>Kernel <c>Documentation/process/submitting-patches.rst</c> for Fixes and Link, <c>coding-assistants.rst</c> for Assisted-by.</remarks>
    public static ImmutableArray<string> Trailers(Judgement judgement)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        MailFacts facts = judgement.Facts;
        CommitFact? culprit = CommitWords.Culprit(facts);
        string? version = typeof(PatchWords).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        return
        [
            .. culprit is null ? [] : new[] { $"| Fixes: {CommitWords.Cite(culprit)}" },
            .. Lore(facts.Head) is { } link ? [$"| Link: {link}"] : Array.Empty<string>(),
            $"| Assisted-by: TriageBot:{version}",
        ];
    }

    private static string Scenarios(FixCandidate fix) => fix.RowsRun == 1 ? "1 scenario" : $"{fix.RowsRun} scenarios";

    // Lists of kernel.org are archived there, each message under its Message-ID.
    private static string? Lore(MailHead head) =>
        head.ListId?.TrimEnd('>', ' ').EndsWith(".kernel.org", StringComparison.OrdinalIgnoreCase) == true && head.Id.Length > 0
            ? "https://lore.kernel.org/r/" + Uri.EscapeDataString(SafeText.Line(head.Id)).Replace("%40", "@", StringComparison.Ordinal)
            : null;
}
