using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles;

/// <summary>What a profile must be to be booted, beyond what its types say. What its actions mean, the subsystems know.</summary>
internal static class ProfileChecks
{
    /// <summary>More blocks than any kernel's chain has; registering them takes time that grows with the square.</summary>
    private const int MaxBlocks = 1000;

    private static readonly ImmutableArray<string> Needed = ["load", "unload"];

    /// <summary>Checks a profile that has just been read.</summary>
    /// <exception cref="ProfileException">The message names the profile, the place and the remedy.</exception>
    public static KernelProfile Check(KernelProfile profile)
    {
        CheckPrograms(profile);
        CheckChain(profile);
        CheckItems(profile.Commits, "commits");
        CheckItems(profile.Versions, "versions");
        CheckItems(profile.DependsOn, "dependsOn");
        CheckItems(profile.KnownBreaks, "knownBreaks");
        return profile;
    }

    // JSON may hold null in a list whatever the type of its items.
    private static void CheckItems<T>(ImmutableArray<T> items, string field)
        where T : class
    {
        if (items.Contains(null!))
        {
            throw new ProfileException($"{field} has an empty item; write it or take it out");
        }
    }

    private static void CheckPrograms(KernelProfile profile)
    {
        foreach (string label in Needed.Where(l => !profile.Programs.ContainsKey(l)))
        {
            throw new ProfileException($"programs has no '{label}'; write its steps, or extend a profile that has them");
        }

        foreach ((string label, ImmutableArray<string> program) in profile.Programs)
        {
            // JSON may hold null where text belongs.
            foreach (string? text in program.IsDefault ? [] : program)
            {
                LoaderStep step = LoaderStep.Parse(text ?? "");
                string? next = step.Action == "goto" ? step.Arguments.FirstOrDefault("") : step.OnError;
                if (next is not null && !profile.Programs.ContainsKey(next))
                {
                    throw new ProfileException($"the step '{step}' of {label} goes on at '{next}', which programs does not have");
                }
            }
        }
    }

    private static void CheckChain(KernelProfile profile)
    {
        if (profile.ModuleChain.Length > MaxBlocks)
        {
            throw new ProfileException($"moduleChain has more than {MaxBlocks} blocks");
        }

        foreach (BuiltInBlock? block in profile.ModuleChain)
        {
            if (block is null || string.IsNullOrEmpty(block.Callback))
            {
                throw new ProfileException($"a block of moduleChain has no callback; write the kernel's symbol");
            }

            if (block.Priority is null || PriorityText.TryParse(block.Priority) is null)
            {
                throw new ProfileException($"{block.Callback} has the priority '{block.Priority}'; write a number, INT_MIN or INT_MAX, with + or - a number");
            }
        }
    }
}
