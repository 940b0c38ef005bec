using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles;

/// <summary>What a change of a profile is about.</summary>
public enum ProfileChangeKind
{
    /// <summary>A step of a loader program.</summary>
    Step,

    /// <summary>A built-in block of the module chain.</summary>
    Block,

    /// <summary>A rule of a subsystem.</summary>
    Rule,
}

/// <summary>One thing in which two profiles differ.</summary>
/// <param name="Where">Program, callback or rule.</param>
/// <param name="Text">One sentence without the place: what is different in the second profile.</param>
public sealed record ProfileChange(ProfileChangeKind Kind, string Where, string Text);

/// <summary>Everything in which two profiles differ, in words. What profiles say of themselves (names, dates, known breaks) does not count.</summary>
public static class ProfileComparison
{
    /// <summary>Changes on the way from one profile to another: programs, then blocks, then rules.</summary>
    public static ImmutableArray<ProfileChange> Between(KernelProfile from, KernelProfile to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return [.. ProgramComparison.Between(from, to), .. BlockComparison.Between(from.ModuleChain, to.ModuleChain), .. RuleComparison.Between(from, to)];
    }
}
