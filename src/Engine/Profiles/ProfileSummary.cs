using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles;

/// <summary>What is known of a profile without running it.</summary>
/// <param name="Name">E.g. <c>ftrace-5156dca</c>.</param>
/// <param name="StandsFor">One sentence for people.</param>
/// <param name="Commits">Full or abbreviated commits whose kernel the profile is; lower case.</param>
/// <param name="Versions">Kernel versions it stands for, e.g. <c>v4.6</c>.</param>
/// <param name="Since">Date from which kernels looked like this; null for variants that never were a release.</param>
/// <param name="ModuleChainCallbacks">Built-in callbacks of the module notifier chain, in the order of a walk, with priorities.</param>
/// <param name="DirectCallbacks">Kernel functions for module events that this kernel's loader calls directly.</param>
/// <param name="Predecessor">Profile of the kernel before the change that this one stands for, or null.</param>
public sealed record ProfileSummary(
    string Name,
    string StandsFor,
    ImmutableArray<string> Commits,
    ImmutableArray<string> Versions,
    DateOnly? Since,
    ImmutableArray<KeyValuePair<string, int>> ModuleChainCallbacks,
    ImmutableArray<string> DirectCallbacks,
    string? Predecessor = null)
{
    /// <summary>Summary of a profile.</summary>
    public static ProfileSummary Of(KernelProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        IEnumerable<string> direct = profile.Programs.Values
            .SelectMany(program => program)
            .Select(step => LoaderStep.Parse(step).Action)
            .Where(action => action.Contains('.', StringComparison.Ordinal))
            .Select(LoaderActionNames.KernelFunction)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new ProfileSummary(
            profile.Name,
            profile.StandsFor,
            [.. profile.Commits.Select(c => c.Sha)],
            profile.Versions,
            profile.Since,
            [.. profile.ModuleChain
                .OrderByDescending(b => b.PriorityValue)
                .Select(b => KeyValuePair.Create(b.Callback, b.PriorityValue))],
            [.. direct],
            profile.Predecessor);
    }
}
