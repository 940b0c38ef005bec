namespace TriageBot.Engine.Profiles.Patches;

/// <summary>Applies a patch of the kernel to a profile: a patch mail is an edit of the loader's program and of the built-in blocks.</summary>
public static class ProfilePatcher
{
    /// <summary>Applies a patch.</summary>
    public static PatchedProfile Apply(KernelProfile profile, ProfilePatch patch)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(patch);
        List<string> unplaced = [];
        List<string> notes = [];
        PatchVocabulary words = new(patch);
        KernelProfile edited = profile with { ModuleChain = new ChainPatcher(profile, patch, words, unplaced, notes).Apply() };
        edited = Loader(edited, patch, words, unplaced, notes);
        bool changed = !ProfileComparison.Between(profile, edited).IsEmpty;
        return new PatchedProfile(
            changed ? edited with { Name = profile.Name + " with the patch", Predecessor = null } : profile, [.. unplaced.Distinct(StringComparer.Ordinal)], [.. notes.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Applies patches one after the other, as a series does.</summary>
    public static PatchedProfile Apply(KernelProfile profile, IEnumerable<ProfilePatch> series)
    {
        ArgumentNullException.ThrowIfNull(profile);
        PatchedProfile result = new(profile, [], []);
        foreach (ProfilePatch patch in series)
        {
            PatchedProfile next = Apply(result.Profile, patch);
            result = new PatchedProfile(next.Profile, [.. result.Unplaced, .. next.Unplaced], [.. result.Notes, .. next.Notes]);
        }

        return ReferenceEquals(result.Profile, profile) ? result : result with { Profile = result.Profile with { Name = profile.Name + " with the patch" } };
    }

    private static KernelProfile Loader(KernelProfile profile, ProfilePatch patch, PatchVocabulary words, List<string> unplaced, List<string> notes)
    {
        if (LoaderSource.Of(profile) is not { } functions)
        {
            notes.Add($"the programs of {profile.Name} do not have the form of a kernel's loader, and no hunk can be placed in them");
            return profile;
        }

        LoaderPatcher patcher = new(functions, words, unplaced);
        foreach (FunctionHunk edit in patch.Functions)
        {
            patcher.Apply(edit);
        }

        if (!patcher.HasChanged)
        {
            return profile;
        }

        try
        {
            return profile with { Programs = LoaderAssembler.Assemble(functions) };
        }
        catch (ProfileException problem)
        {
            unplaced.Add(problem.Message);
            return profile;
        }
    }
}
