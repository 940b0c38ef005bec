using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles;

/// <summary>What is known of a profile without loading it.</summary>
/// <param name="Name">E.g. <c>ftrace-5156dca</c>.</param>
/// <param name="StandsFor">One sentence for people.</param>
/// <param name="Commits">Full or abbreviated commits whose kernel the profile is; lower case.</param>
/// <param name="Versions">Kernel versions it stands for, e.g. <c>v4.6</c>.</param>
/// <param name="Since">Date from which kernels looked like this; null for variants that never were a release.</param>
/// <param name="ModuleChainCallbacks">Built-in callbacks of the module notifier chain, in the order of a walk, with priorities.</param>
/// <param name="DirectCallbacks">Built-in callbacks that this kernel's loader calls directly.</param>
public sealed record ProfileSummary(
    string Name,
    string StandsFor,
    ImmutableArray<string> Commits,
    ImmutableArray<string> Versions,
    DateOnly? Since,
    ImmutableArray<KeyValuePair<string, int>> ModuleChainCallbacks,
    ImmutableArray<string> DirectCallbacks);

/// <summary>All profiles that are built in.</summary>
public static class KernelProfileCatalog
{
    /// <summary>Every profile, in the order of the catalogue.</summary>
    public static ImmutableArray<ProfileSummary> All => throw new System.Diagnostics.UnreachableException();

    /// <summary>The profile of a commit (either may be abbreviated, 7 digits at least), or null.</summary>
    public static ProfileSummary? FindByCommit(string sha) => throw new System.Diagnostics.UnreachableException();

    /// <summary>The profile of a version such as <c>v4.6</c> or <c>6.1-rc3</c>: that release, else the newest before it; null before the first.</summary>
    public static ProfileSummary? FindByVersion(string version) => throw new System.Diagnostics.UnreachableException();

    /// <summary>The newest released kernel's profile at a date, or null before the first.</summary>
    public static ProfileSummary? NewestAt(DateOnly date) => throw new System.Diagnostics.UnreachableException();
}
