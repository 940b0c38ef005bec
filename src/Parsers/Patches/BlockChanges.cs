using System.Globalization;
using TriageBot.Parsers.Callbacks;

namespace TriageBot.Parsers.Patches;

/// <summary>Compares the notifier blocks of the two sides of a file.</summary>
internal static class BlockChanges
{
    /// <summary>Blocks that come, go, or change callback or priority.</summary>
    /// <param name="old">Names of constants before the patch, with their values.</param>
    /// <param name="now">Names of constants after the patch.</param>
    /// <param name="registered">Blocks that the mail shows as registered on the module chain.</param>
    public static IEnumerable<PatchedBlock> Read(
        DiffFile file, IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> now, IReadOnlySet<string> registered)
    {
        BlockSide before = new('-');
        BlockSide after = new('+');
        foreach (DiffHunk hunk in file.Hunks)
        {
            before.Read(hunk);
            after.Read(hunk);
        }

        foreach (string name in before.Blocks.Keys.Concat(after.Blocks.Keys).Distinct(StringComparer.Ordinal))
        {
            SeenBlock? first = before.Blocks.GetValueOrDefault(name);
            SeenBlock? second = after.Blocks.GetValueOrDefault(name);
            bool comes = second is { Changed: true } && first?.Defined != true;
            bool goes = first is { Changed: true } && second?.Defined != true;
            PatchedBlock block = new(
                file.Path, (second ?? first)!.Name, comes ? null : Shape(first, old), goes ? null : Shape(second, now), registered.Contains((second ?? first)!.Name), (second ?? first)!.Line);
            if (block.Before != block.After)
            {
                yield return block;
            }
        }
    }

    private static BlockShape? Shape(SeenBlock? block, IReadOnlyDictionary<string, string> constants)
    {
        if (block is null)
        {
            return null;
        }

        string text = block.Priority ?? "0";
        return new BlockShape(block.Callback, block.Priority, ValueOf(text, constants));
    }

    private static int? ValueOf(string text, IReadOnlyDictionary<string, string> constants)
    {
        string resolved = text;

        // A constant may be defined by another; a circle ends.
        for (int i = 0; i < 4; i++)
        {
            resolved = ConstantReader.Name().Replace(resolved, match => constants.TryGetValue(match.Value, out string? value) ? value : match.Value);
        }

        return Sum(resolved);
    }

    private static int? Sum(string text)
    {
        string plain = text.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Trim();
        PriorityExpression.Read(plain, 0, out string written, out int? value, out _);
        return value is not null && written.Length == plain.Length ? value : int.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
