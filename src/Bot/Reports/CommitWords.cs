using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Reports;

/// <summary>Commits as kernel lists write them: twelve digits and the title.</summary>
/// <remarks>Kernel <c>Documentation/process/submitting-patches.rst</c>, "Describe your changes".</remarks>
internal static class CommitWords
{
    private const int Digits = 12;

    /// <summary>The commit that the mail calls the first bad one or the cause; null when it names none.</summary>
    public static CommitFact? Culprit(MailFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Commits.FirstOrDefault(c => c.Role is CommitRole.FirstBad or CommitRole.Culprit);
    }

    /// <summary>Its id with twelve digits, where so many are known.</summary>
    public static string Sha(CommitFact commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        string known = commit.FullSha
            ?? KernelProfileCatalog.FindByCommit(commit.Sha)?.Commits.FirstOrDefault(c => c.StartsWith(commit.Sha, StringComparison.OrdinalIgnoreCase))
            ?? commit.Sha;
        return known.Length > Digits ? known[..Digits] : known;
    }

    /// <summary>Its id and its title, in one line that is never wrapped.</summary>
    public static string Cite(CommitFact commit) => commit is { Subject: { } subject } ? $"{Sha(commit)} (\"{SafeText.Line(subject)}\")" : Sha(commit);
}
