namespace TriageBot.Engine.Trace;

/// <summary>The <c>pr_debug()</c> sites of the modelled kernel, each switched by queries.</summary>
/// <remarks>Source: <c>lib/dynamic_debug.c</c>, <c>ddebug_proc_write()</c>, <c>ddebug_exec_queries()</c>; facts L44, S03.
/// Not modelled: flags other than <c>p</c>, which are accepted, lines and formats of sites.</remarks>
public sealed class DynamicDebug(KernelLog log)
{
    private static readonly char[] s_queryEnds = ['\n', ';'];
    private readonly List<DebugSite> _sites = [];

    /// <summary>Declares a site; it is off.</summary>
    /// <param name="file">Source file as the kernel names it.</param>
    /// <param name="module"><c>KBUILD_MODNAME</c> of the file, which begins each line.</param>
    public DebugSite Declare(string file, string function, string module)
    {
        DebugSite site = new(log, file, function, module);
        _sites.Add(site);
        return site;
    }

    /// <summary>A write to <c>dynamic_debug/control</c>: queries such as <c>file kernel/livepatch/* +p</c>.</summary>
    /// <returns>False when a query cannot be read; those before it have taken effect.</returns>
    public bool Execute(string queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        foreach (string query in queries.Split(s_queryEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!query.StartsWith('#') && !ExecuteOne(query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            {
                return false;
            }
        }

        return true;
    }

    private bool ExecuteOne(string[] words)
    {
        string flags = words[^1];
        bool? on = flags[0] switch
        {
            '+' => flags.Contains('p', StringComparison.Ordinal) ? true : null,
            '-' => flags.Contains('p', StringComparison.Ordinal) ? false : null,
            _ => flags.Contains('p', StringComparison.Ordinal),
        };
        if (words.Length % 2 == 0 || flags[0] is not ('+' or '-' or '=') || flags.Length < 2 || flags[1..].Any(f => !"pflmst_".Contains(f, StringComparison.Ordinal)))
        {
            return false;
        }

        IEnumerable<DebugSite> chosen = _sites;
        for (int i = 0; i + 1 < words.Length; i += 2)
        {
            string wanted = words[i + 1].Trim('"');
            Func<DebugSite, bool>? matches = words[i] switch
            {
                "file" => s => Matches(wanted, s.File) || Matches(wanted, s.File[(s.File.LastIndexOf('/') + 1)..]),
                "func" => s => Matches(wanted, s.Function),
                "module" => s => Matches(wanted, s.Module),
                _ => null,
            };
            if (matches is null)
            {
                return false;
            }

            chosen = [.. chosen.Where(matches)];
        }

        foreach (DebugSite site in chosen)
        {
            site.On = on ?? site.On;
        }

        return true;
    }

    /// <summary><c>match_wildcard()</c>: <c>*</c> and <c>?</c>.</summary>
    private static bool Matches(string pattern, string text) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}

/// <summary>One function's <c>pr_debug()</c> calls.</summary>
public sealed class DebugSite
{
    private readonly KernelLog _log;

    internal DebugSite(KernelLog log, string file, string function, string module)
    {
        _log = log;
        File = file;
        Function = function;
        Module = module;
    }

    /// <summary>Source file.</summary>
    public string File { get; }

    /// <summary>Function.</summary>
    public string Function { get; }

    /// <summary>Module name, which begins each line.</summary>
    public string Module { get; }

    /// <summary>Lines are printed.</summary>
    public bool On { get; internal set; }

    /// <summary>Prints a line when the site is on.</summary>
    public void Print(string text)
    {
        if (On)
        {
            _log.Print($"{Module}: {text}");
        }
    }
}
