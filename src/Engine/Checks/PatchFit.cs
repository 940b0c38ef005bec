using System.Collections.Immutable;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Profiles.Patches;

namespace TriageBot.Engine.Checks;

/// <summary>The kernel that a patch is a patch of.</summary>
/// <param name="BaseName">Profile, without the patches of the series before it.</param>
/// <param name="Base">The kernel before the patch.</param>
/// <param name="Patched">The kernel with the patch; the base itself when it changes nothing.</param>
/// <param name="Unplaced">Of the first kernel that was tried, when it fits none.</param>
internal sealed record PatchFit(string? BaseName, KernelProfile? Base, KernelProfile? Patched, ImmutableArray<string> Unplaced, ImmutableArray<string> Notes)
{
    /// <summary>Finds the first kernel that the whole patch fits and that it changes.</summary>
    public static PatchFit Find(PatchTrial trial)
    {
        PatchFit? idle = null;
        PatchFit? missed = null;
        foreach (string name in trial.Bases)
        {
            KernelProfile profile = KernelProfileCatalog.Get(name);
            PatchedProfile before = ProfilePatcher.Apply(profile, trial.IsWhole ? [] : trial.Series.Take(trial.Series.Length - 1));
            PatchedProfile after = ProfilePatcher.Apply(before.Profile, trial.IsWhole ? trial.Series : trial.Series.TakeLast(1));
            if (!before.Applies || !after.Applies)
            {
                missed ??= new PatchFit(null, null, null, [.. before.Unplaced, .. after.Unplaced], []);
            }
            else if (!ReferenceEquals(before.Profile, after.Profile))
            {
                return Of(trial, profile, before.Profile, after);
            }
            else
            {
                idle ??= new PatchFit(name, profile, profile, [], after.Notes);
            }
        }

        return idle ?? missed ?? new PatchFit(null, null, null, ["no kernel is known to try it on"], []);
    }

    private static PatchFit Of(PatchTrial trial, KernelProfile profile, KernelProfile before, PatchedProfile after)
    {
        (string start, string end) = (trial.Series.Length, trial.IsWhole) switch
        {
            (1, _) => ("", " with the patch"),
            (_, true) => ("", " with the series"),
            _ => (" with the patches before it", " with the series up to it"),
        };
        return new PatchFit(
            profile.Name, before with { Name = profile.Name + start, Predecessor = profile.Predecessor }, after.Profile with { Name = profile.Name + end }, [], after.Notes);
    }
}
