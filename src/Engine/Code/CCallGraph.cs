using System.Collections.Frozen;

namespace TriageBot.Engine.Code;

/// <summary>Who calls whom in a unit, whose address is taken, and which calls surely return and change nothing.</summary>
internal sealed class CCallGraph
{
    /// <summary>Functions that GCC knows by name and knows to return.</summary>
    private static readonly FrozenSet<string> BuiltIns = FrozenSet.Create(
        StringComparer.Ordinal,
        "snprintf", "sprintf", "vsnprintf", "sscanf", "strlen", "strnlen", "strcmp", "strncmp", "strcpy", "strncpy", "strcat", "strncat", "strchr", "strrchr",
        "strstr", "memcpy", "memset", "memmove", "memcmp", "memchr", "abs");

    private readonly Dictionary<string, HashSet<string>> _callers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _callees = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pure = new(StringComparer.Ordinal);

    public CCallGraph(IReadOnlyDictionary<string, CFunction> functions, CUnit unit)
    {
        _taken.UnionWith(new[] { unit.InitFunction, unit.ExitFunction }.OfType<CName>().Select(n => n.Name));
        Dictionary<string, bool> quiet = new(StringComparer.Ordinal);
        foreach (CFunction function in functions.Values.Where(f => f.Body is not null))
        {
            CFootprint footprint = CFootprint.Of(function);
            _callees[function.Name] = footprint.Calls;
            quiet[function.Name] = footprint.IsQuiet;
            _taken.UnionWith(footprint.Names);
            foreach (string callee in footprint.Calls)
            {
                if (!_callers.TryGetValue(callee, out HashSet<string>? callers))
                {
                    callers = new HashSet<string>(StringComparer.Ordinal);
                    _callers.Add(callee, callers);
                }

                callers.Add(function.Name);
            }
        }

        FindPure(quiet);
    }

    public IReadOnlyCollection<string> CallersOf(string function) => _callers.GetValueOrDefault(function) ?? [];

    public IReadOnlyCollection<string> CalleesOf(string function) => _callees.GetValueOrDefault(function) ?? [];

    public bool IsAddressTaken(string function) => _taken.Contains(function);

    /// <summary>True for calls that GCC knows to come back.</summary>
    public bool SurelyReturns(string function) => BuiltIns.Contains(function) || _pure.Contains(function);

    /// <summary>Functions that write nothing outside, have no loop, and call only such functions. A cycle of calls is not pure.</summary>
    private void FindPure(Dictionary<string, bool> quiet)
    {
        Queue<string> open = new(quiet.Keys);
        while (open.TryDequeue(out string? name))
        {
            if (!_pure.Contains(name) && quiet.GetValueOrDefault(name) && _callees[name].All(_pure.Contains))
            {
                _pure.Add(name);
                foreach (string caller in CallersOf(name))
                {
                    open.Enqueue(caller);
                }
            }
        }
    }
}
