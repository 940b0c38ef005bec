using System.Globalization;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Transcripts;

/// <summary>What the command <c>state</c> prints: traced functions, livepatch's sysfs, loaded modules.</summary>
internal static class StateReport
{
    public static IEnumerable<string> Lines(EmulatedKernel kernel, KernelFiles files)
    {
        foreach (string line in kernel.EnabledFunctions().Where(IsShown))
        {
            yield return "enabled_functions: " + line;
        }

        foreach ((string path, string text) in files.LivepatchFiles())
        {
            yield return $"sysfs: {path} = {text}";
        }

        foreach (string folder in files.LivepatchFolders())
        {
            yield return "sysfs: " + folder;
        }

        foreach (KernelModule module in kernel.Loader.Modules.Where(m => m.State != ModuleState.Unformed).OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"lsmod: {module.Name} refcnt {module.References}");
        }
    }

    /// <summary>Lines of modules, and of the one function of the kernel proper that recordings look at.</summary>
    private static bool IsShown(string line) => line.Contains(" [", StringComparison.Ordinal) || line.StartsWith("cmdline_proc", StringComparison.Ordinal);
}
