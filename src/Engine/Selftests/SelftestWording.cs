using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Selftests;

/// <summary>What the two ages of the selftests' scripts write into the kernel log about loading (S02).</summary>
internal sealed class SelftestWording(bool insmod)
{
    /// <summary>The command, as it is logged before it runs.</summary>
    public string Load(string module, IEnumerable<string> parameters) =>
        string.Join(' ', parameters.Prepend(insmod ? $"% insmod test_modules/{module}.ko" : $"% modprobe {module}"));

    /// <summary>The program's complaint about a negative errno.</summary>
    /// <remarks>Source: kmod, <c>tools/insmod.c</c>, <c>mod_strerror()</c>, and <c>tools/modprobe.c</c>, <c>insmod_insert()</c>: they rename some errnos.</remarks>
    public string Failure(string module, int error) => insmod
        ? $"insmod: ERROR: could not insert module test_modules/{module}.ko: {InsmodText(error)}"
        : $"modprobe: ERROR: could not insert '{module}': {ModprobeText(error)}";

    /// <summary>The program's complaint about a module that is not there.</summary>
    public string Missing(string module) => insmod
        ? $"insmod: ERROR: could not load module test_modules/{module}.ko: No such file or directory"
        : $"modprobe: FATAL: Module {module} not found.";

    private static string InsmodText(int error) => error switch
    {
        -8 => "Invalid module format",
        Errno.Enoent => "Unknown symbol in module",
        -3 => "Module has wrong symbol version",
        Errno.Einval => "Invalid parameters",
        _ => Errno.Text(error),
    };

    private static string ModprobeText(int error) => error switch
    {
        Errno.Eexist => "Module already in kernel",
        Errno.Enoent => "Unknown symbol in module, or unknown parameter (see dmesg)",
        _ => Errno.Text(error),
    };
}
