namespace TriageBot.Parsers.Callbacks;

/// <summary>The words of a name, a path or a description, in lower case.</summary>
internal static class PhraseWords
{
    private const int MinLength = 3;

    private static readonly char[] Separators = [' ', '_', '-', '/', '.', '\'', '"', '(', ')', ','];

    // How kernel names shorten the words of a description.
    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["watchdog"] = "wdt", ["wd"] = "wdt", ["wdog"] = "wdt", ["hypervisor"] = "hv", ["livepatch"] = "klp", ["livepatching"] = "klp", ["framebuffer"] = "fb",
        ["filesystem"] = "fs", ["network"] = "net", ["memory"] = "mem", ["clock"] = "clk", ["regulator"] = "reg", ["interrupt"] = "irq", ["firmware"] = "fw",
        ["graphics"] = "gpu", ["keyboard"] = "kbd", ["console"] = "con", ["hotplug"] = "hp", ["ethernet"] = "eth", ["wireless"] = "wlan", ["timer"] = "tmr",
    };

    /// <summary>The one spelling of a word that names and descriptions write differently: "watchdog" and "wdt".</summary>
    public static string Stem(string word) => Short.TryGetValue(word, out string? stem) ? stem : word;

    /// <summary>Words of a name or description. A word with a dot or underscore inside a description is one name and is kept whole.</summary>
    public static IEnumerable<string> Of(string text) =>
        text.Contains(' ', StringComparison.Ordinal)
            ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim(Separators).ToLowerInvariant()).Where(word => word.Length >= MinLength)
            : Parts(text);

    /// <summary>Words of the last two parts of a path.</summary>
    public static IEnumerable<string> OfPath(string path)
    {
        int last = path.LastIndexOf('/');
        int from = last > 0 ? path.LastIndexOf('/', last - 1) : -1;
        return Parts(path[(from + 1)..]);
    }

    private static IEnumerable<string> Parts(string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToLowerInvariant()).Where(word => word.Length >= MinLength);
}
