using System.Buffers;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>Reads out of the diffs of a mail what they do to the module chain and to the module loader.</summary>
internal static partial class KernelPatchReader
{
    // More than any patch has; a hostile mail must not make the reader build for hours.
    private const int MaxFunctions = 400;

    /// <summary>Without one of these a diff changes neither the module chain nor the loader.</summary>
    public static readonly SearchValues<string> Words = SearchValues.Create(
        ["MODULE_STATE_", "module_notify_list", "notifier_block", ".priority", "module_notifier", "kernel/module", "_PRI"], StringComparison.Ordinal);

    /// <summary>What the mail's diffs do; null when they do nothing of the kind.</summary>
    public static KernelPatch? Read(BodyLayout layout)
    {
        DiffFile[] files = [.. UnifiedDiff.Read(layout, Words).Where(IsCode)];
        HashSet<string> registered = [.. Registrations(files)];
        Dictionary<string, string> old = ConstantReader.Read(files, '-');
        Dictionary<string, string> now = ConstantReader.Read(files, '+');
        KernelPatch patch = new(
            [.. files.SelectMany(file => BlockChanges.Read(file, old, now, registered))],
            [.. files.SelectMany(FunctionPieces.Read).Take(MaxFunctions)]);
        return patch.Blocks.IsEmpty && patch.Functions.IsEmpty ? null : patch;
    }

    private static bool IsCode(DiffFile file) => Path.GetExtension(file.Path) is ".c" or ".h";

    private static IEnumerable<string> Registrations(DiffFile[] files) => files
        .SelectMany(file => file.Hunks).SelectMany(hunk => hunk.Lines)
        .Where(line => line.Text.Length < 300 && line.Text.Contains("register_module_notifier", StringComparison.Ordinal))
        .Select(line => Registration().Match(line.Text))
        .Where(match => match.Success)
        .Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"\bregister_module_notifier\s*\(\s*&?(?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Registration();
}
