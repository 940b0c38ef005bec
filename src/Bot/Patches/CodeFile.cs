using System.Collections.Immutable;
using TriageBot.Bot.Transcripts;

namespace TriageBot.Bot.Patches;

/// <summary>Lines of a file that follow each other.</summary>
/// <param name="FirstLine">Number of the first one, from 1.</param>
internal sealed record CodeRegion(int FirstLine, ImmutableArray<string> Lines)
{
    /// <summary>The lines as one text.</summary>
    public string Text => string.Join('\n', Lines);
}

/// <summary>A source file as far as it is known: whole, or the parts of it that a patch shows.</summary>
/// <param name="Path">Below the root of the tree, with forward slashes.</param>
internal sealed record CodeFile(string Path, ImmutableArray<CodeRegion> Regions)
{
    /// <summary>What leads from this to other texts of the same regions, as a unified diff that <c>git apply</c> takes; empty when they are equal.</summary>
    public ImmutableArray<string> DiffTo(IReadOnlyList<string> edited)
    {
        ImmutableArray<string>.Builder diff = ImmutableArray.CreateBuilder<string>();
        int grown = 0;
        foreach ((CodeRegion region, string text) in Regions.Zip(edited))
        {
            string[] lines = text.Split('\n');
            diff.AddRange(UnifiedDiff.Hunks(region.Lines, lines, region.FirstLine, region.FirstLine + grown));
            grown += lines.Length - region.Lines.Length;
        }

        return diff.Count == 0 ? [] : [$"diff --git a/{Path} b/{Path}", $"--- a/{Path}", $"+++ b/{Path}", .. diff];
    }
}
