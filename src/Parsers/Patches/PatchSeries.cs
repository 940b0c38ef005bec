using System.Collections.Immutable;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Patches;

/// <summary>The patches that were sent as one, and which other series it takes the place of.</summary>
/// <param name="Id">Message-ID of the cover letter, else of the first patch that was seen.</param>
/// <param name="Title">Of the cover letter, else of the first patch.</param>
/// <param name="Author">Address of the sender.</param>
/// <param name="Version">1 when none is stated.</param>
/// <param name="Total">Number of patches that the subjects state, or null.</param>
/// <param name="Tags">Trees and branches that the subjects name.</param>
/// <param name="Cover">Message-ID of the cover letter, or null.</param>
/// <param name="Patches">In the order of their numbers.</param>
/// <param name="Missing">Numbers that were announced and not seen.</param>
/// <param name="Supersedes">Id of the series that this one takes the place of, or null.</param>
/// <param name="SupersededBy">Id of the series that takes its place, or null.</param>
/// <param name="NetChanges">What its patches do to notifiers together. A partial new version takes the patches that it leaves out from the one it supersedes.</param>
public sealed record PatchSeries(
    string Id,
    string Title,
    string Author,
    int Version,
    int? Total,
    bool IsRfc,
    bool IsResend,
    ImmutableArray<string> Tags,
    string? Cover,
    ImmutableArray<SeriesPatch> Patches,
    ImmutableArray<int> Missing,
    string? Supersedes,
    string? SupersededBy,
    ImmutableArray<NotifierChangeFact> NetChanges)
{
    /// <summary>Whether all patches that were announced are there.</summary>
    public bool IsComplete => Missing.IsEmpty;
}

/// <summary>One patch of a series.</summary>
/// <param name="Number">From 1; 1 for a patch without number.</param>
/// <param name="Id">Message-ID.</param>
public sealed record SeriesPatch(int Number, string Id, string Title);
