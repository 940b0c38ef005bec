using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>The kernels that judge a mail.</summary>
/// <param name="Good">Last good, or null when none is known.</param>
/// <param name="Bad">The kernel that is judged, or null when the catalogue is empty.</param>
/// <param name="Notes">Why, where it is not what the mail names.</param>
internal sealed record ProfileChoice(string? Good, string? Bad, ImmutableArray<string> Notes)
{
    /// <summary>Set when the kernel that is judged is not the one that the mail names.</summary>
    public StandIn? Instead { get; init; }
}

/// <summary>A kernel that is judged in place of one that has no profile.</summary>
/// <param name="Version">What the mail names.</param>
/// <param name="Profile">The newest known kernel before it.</param>
/// <param name="Next">The oldest known kernel after it, or null when there is none.</param>
internal sealed record StandIn(string Version, string Profile, string? Next);

/// <summary>Chooses profiles by what a mail names: commits first, then versions, then its date.</summary>
internal sealed class ProfileChooser(IProfileCatalog catalog)
{
    private static readonly CommitRole[] s_badRoles = [CommitRole.FirstBad, CommitRole.Culprit, CommitRole.Fixes];

    public ProfileChoice Choose(MailFacts facts, ImmutableArray<PlannedCallback> callbacks)
    {
        List<string> notes = [];
        ProfileSummary? ofCommit = OfCommit(facts, s_badRoles, notes);
        (ProfileSummary Profile, string Version)? ofVersion = ofCommit is null ? OfVersion(facts, s_badRoles) ?? OfVersion(facts, [CommitRole.Mentioned]) : null;
        ProfileSummary? bad = ofCommit ?? ofVersion?.Profile ?? OfDate(facts, callbacks, notes);
        StandIn? instead = ofVersion is { } named ? StandInFor(named.Version, named.Profile) : null;
        if (instead is not null)
        {
            notes.Add($"{instead.Version} has no profile of its own; {instead.Profile}, the newest known kernel before it, stands for it.");
        }

        ProfileSummary? good = OfCommit(facts, [CommitRole.LastGood], notes) ?? OfVersion(facts, [CommitRole.LastGood])?.Profile;
        return good is not null && string.Equals(good.Name, bad?.Name, StringComparison.Ordinal)
            ? new ProfileChoice(null, bad?.Name, [.. notes, $"The good and the bad kernel that are named are both the profile {good.Name}; there is no good kernel to compare with."]) { Instead = instead }
            : new ProfileChoice(good?.Name, bad?.Name, [.. notes]) { Instead = instead };
    }

    // A stable kernel is its release.
    private StandIn? StandInFor(string version, ProfileSummary profile)
    {
        if (KernelVersion.TryParse(version) is not { } wanted || profile.Versions.Any(own => IsSameRelease(own, wanted)))
        {
            return null;
        }

        ProfileSummary? next = catalog.All
            .Where(p => p.Since is not null && p.Versions.Any(own => KernelVersion.TryParse(own) is { } release && release > wanted))
            .OrderBy(p => p.Since).ThenBy(p => p.Name.Length)
            .FirstOrDefault();
        return new StandIn(version, profile.Name, next?.Name);
    }

    private static bool IsSameRelease(string own, KernelVersion wanted) =>
        KernelVersion.TryParse(own) is { } release && release.Major == wanted.Major && release.Minor == wanted.Minor;

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

    private (ProfileSummary Profile, string Version)? OfVersion(MailFacts facts, CommitRole[] roles)
    {
        foreach (VersionFact version in facts.Versions.Where(v => roles.Contains(v.Role)))
        {
            if (catalog.FindByVersion(version.Text) is { } profile)
            {
                return (profile, version.Text);
            }
        }

        return null;
    }

    // Nothing is named, so a kernel that does not have the callbacks at all would only show that it does not have them.
    private ProfileSummary? OfDate(MailFacts facts, ImmutableArray<PlannedCallback> callbacks, List<string> notes)
    {
        ProfileSummary? found = Newest(facts.Head.Date);
        if (found is null)
        {
            return null;
        }

        ProfileSummary fitting = catalog.All
            .OrderByDescending(p => Fit(p, callbacks))
            .ThenByDescending(p => string.Equals(p.Name, found.Name, StringComparison.Ordinal))
            .ThenByDescending(p => p.Since)
            .First();
        bool fitsBetter = Fit(fitting, callbacks) > Fit(found, callbacks);
        notes.Add(fitsBetter
            ? $"The mail names no bad kernel that is known here; it was judged on {fitting.Name}, which has these callbacks ({found.Name}, the newest at its date, does not have them so)."
            : $"The mail names no bad kernel that is known here; it was judged on {found.Name}.");
        return fitsBetter ? fitting : found;
    }

    private ProfileSummary? Newest(DateTimeOffset? date)
    {
        IEnumerable<ProfileSummary> released = catalog.All.Where(p => p.Since is not null);
        return date is { } when
            ? catalog.NewestAt(DateOnly.FromDateTime(when.UtcDateTime)) ?? released.MinBy(p => p.Since)
            : released.MaxBy(p => p.Since);
    }

    // A callback on the chain with the stated priority counts more than one with another, and that more than a direct call.
    private static int Fit(ProfileSummary profile, ImmutableArray<PlannedCallback> callbacks) => callbacks.Sum(callback =>
    {
        IEnumerable<KeyValuePair<string, int>> same = profile.ModuleChainCallbacks.Where(c => string.Equals(c.Key, callback.Name, StringComparison.Ordinal));
        if (same.Any(c => callback.Priority is null || c.Value == callback.Priority))
        {
            return 3;
        }

        return same.Any() ? 2 : profile.DirectCallbacks.Contains(callback.Name, StringComparer.Ordinal) ? 1 : 0;
    });
}
