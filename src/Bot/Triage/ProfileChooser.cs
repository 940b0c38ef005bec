using System.Collections.Immutable;
using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>The kernels that judge a mail.</summary>
/// <param name="Good">Last good, or null when none is known.</param>
/// <param name="Bad">The kernel that is judged, or null when the catalogue is empty.</param>
/// <param name="Notes">Why, where it is not what the mail names.</param>
internal sealed record ProfileChoice(string? Good, string? Bad, ImmutableArray<string> Notes);

/// <summary>Chooses profiles by what a mail names: commits first, then versions, then its date.</summary>
internal sealed class ProfileChooser(IProfileCatalog catalog)
{
    private static readonly CommitRole[] s_badRoles = [CommitRole.FirstBad, CommitRole.Culprit, CommitRole.Fixes];

    public ProfileChoice Choose(MailFacts facts)
    {
        List<string> notes = [];
        ProfileSummary? bad = OfCommit(facts, s_badRoles, notes) ?? OfVersion(facts, s_badRoles) ?? OfMentionedVersion(facts) ?? OfDate(facts, notes);
        ProfileSummary? good = OfCommit(facts, [CommitRole.LastGood], notes) ?? OfVersion(facts, [CommitRole.LastGood]);
        return good is not null && string.Equals(good.Name, bad?.Name, StringComparison.Ordinal)
            ? new ProfileChoice(null, bad?.Name, [.. notes, $"The good and the bad kernel that are named are both the profile {good.Name}; there is no good kernel to compare with."])
            : new ProfileChoice(good?.Name, bad?.Name, [.. notes]);
    }

    private ProfileSummary? OfCommit(MailFacts facts, CommitRole[] roles, List<string> notes)
    {
        foreach (CommitRole role in roles)
        {
            foreach (CommitFact commit in facts.Commits.Where(c => c.Role == role))
            {
                ProfileSummary? found = catalog.FindByCommit(commit.Sha);
                if (found is not null)
                {
                    return found;
                }

                notes.Add($"There is no profile of commit {commit.Sha} ({Words.Of(role)}).");
            }
        }

        return null;
    }

    private ProfileSummary? OfVersion(MailFacts facts, CommitRole[] roles) =>
        facts.Versions
            .Where(v => roles.Contains(v.Role))
            .Select(v => catalog.FindByVersion(v.Text))
            .FirstOrDefault(p => p is not null);

    private ProfileSummary? OfMentionedVersion(MailFacts facts) =>
        facts.Versions
            .Where(v => v.Role == CommitRole.Mentioned)
            .Select(v => catalog.FindByVersion(v.Text))
            .FirstOrDefault(p => p is not null);

    private ProfileSummary? OfDate(MailFacts facts, List<string> notes)
    {
        ProfileSummary? found = facts.Head.Date is { } date ? catalog.NewestAt(DateOnly.FromDateTime(date.UtcDateTime)) : null;
        found ??= catalog.All.Where(p => p.Since is not null).MaxBy(p => p.Since);
        if (found is not null)
        {
            notes.Add($"The mail names no bad kernel that is known here; it was judged on {found.Name}.");
        }

        return found;
    }
}
