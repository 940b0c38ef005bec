using System.Globalization;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Kernel;

/// <summary>The files and folders under <c>/sys/kernel/livepatch</c>.</summary>
/// <remarks>Source: <c>kernel/livepatch/core.c</c>; facts L05, L58, L59, L90, L91, and section 5.2 for those of later kernels.</remarks>
internal sealed class KlpSysfs(KlpCore core, LivepatchRules rules)
{
    /// <summary><c>0444</c>.</summary>
    private const int ReadOnly = 0x124;

    /// <summary><c>0644</c>.</summary>
    private const int ReadWrite = 0x1a4;

    /// <summary><c>0200</c>.</summary>
    private const int WriteOnly = 0x80;

    private IEnumerable<KlpPatch> Patches => core.Patches.Where(p => p.InSysfs);

    /// <summary>All files, sorted; the path begins with the name of the patch. The text is null for those that cannot be read.</summary>
    public IEnumerable<KlpSysfsFile> Files() => Patches.SelectMany(FilesOf).OrderBy(f => f.Path, StringComparer.Ordinal);

    /// <summary>All folders, each with a slash at its end, sorted.</summary>
    public IEnumerable<string> Folders() => Patches.SelectMany(FoldersOf).Order(StringComparer.Ordinal);

    /// <summary>Writes a file of a patch.</summary>
    /// <returns>0 or a negative errno.</returns>
    public int Write(string name, string file, string value)
    {
        KlpPatch? patch = Patches.FirstOrDefault(p => p.Name == name);
        if (patch is null || !FilesOf(patch).Any(f => f.Path == $"{name}/{file}"))
        {
            return Errno.Enoent;
        }

        if (file is not ("enabled" or "force"))
        {
            return Errno.Eacces;
        }

        return ModuleParameters.ParseBool(value) is not bool on
            ? Errno.Einval
            : file == "enabled" ? core.SetEnabled(patch, on) : core.Force(patch, on);
    }

    private IEnumerable<KlpSysfsFile> FilesOf(KlpPatch patch)
    {
        yield return new(patch.Name + "/enabled", patch.Enabled ? "1" : "0", ReadWrite);
        if (rules.SysfsTransition)
        {
            yield return new(patch.Name + "/transition", core.Transition.Patch == patch ? "1" : "0", ReadOnly);
            yield return new(patch.Name + "/force", null, WriteOnly);
        }

        if (rules.SysfsStackOrder)
        {
            int order = Patches.ToList().IndexOf(patch) + 1;
            yield return new(patch.Name + "/replace", patch.Replace ? "1" : "0", ReadOnly);
            yield return new(patch.Name + "/stack_order", order.ToString(CultureInfo.InvariantCulture), ReadOnly);
        }

        foreach (KlpObject target in rules.SysfsPatched ? patch.Objects : [])
        {
            yield return new($"{patch.Name}/{target.Label}/patched", target.Patched ? "1" : "0", ReadOnly);
        }
    }

    private static IEnumerable<string> FoldersOf(KlpPatch patch) =>
        patch.Objects
            .SelectMany(o => o.Functions.Select(f => $"{patch.Name}/{o.Label}/{f.Definition.OldName},{Math.Max(1, f.Definition.SymbolPosition)}/").Append($"{patch.Name}/{o.Label}/"))
            .Append(patch.Name + "/");
}

/// <summary>One file of livepatch in sysfs.</summary>
/// <param name="Path">Below <c>/sys/kernel/livepatch/</c>.</param>
/// <param name="Text">Its content; null when it cannot be read.</param>
/// <param name="Mode">Permission bits.</param>
internal sealed record KlpSysfsFile(string Path, string? Text, int Mode);
