namespace TriageBot.Engine.Code;

/// <summary>The macros around <c>_printk</c>.</summary>
/// <remarks>Source: <c>include/linux/printk.h</c>. The level marks are left out: the emulated log shows no levels.</remarks>
internal static class CPrinting
{
    public const string Symbol = "_printk";

    public static bool Prefixes(string function) => function is "pr_emerg" or "pr_alert" or "pr_crit" or "pr_err" or "pr_warn" or "pr_warning"
        or "pr_notice" or "pr_info" or "pr_cont";

    /// <summary>True for calls that a kernel without DEBUG compiles to nothing; their arguments are not evaluated.</summary>
    public static bool Vanishes(string function) => function is "pr_debug" or "pr_devel";

    /// <summary>The symbol that a call by this name calls.</summary>
    public static string SymbolOf(string function) => Prefixes(function) || function == "printk" ? Symbol : function;
}
