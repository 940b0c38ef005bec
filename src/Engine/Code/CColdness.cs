namespace TriageBot.Engine.Code;

/// <summary>Which functions of a unit are cold: those that cannot be left without a call of <c>_printk</c> or of a cold function.</summary>
/// <remarks>GCC moves such functions to <c>.text.unlikely</c>, since <c>_printk</c> is declared <c>__cold</c>. Checked against GCC 12 at -O2:
/// each path is walked from its end; a call that might not return hides what comes after it, a pure or built-in one does not; a loop's
/// way back counts as a path. A static function that only cold functions call is cold, too. Not modelled: the <c>.cold</c> parts of
/// other functions, and inlining.</remarks>
internal sealed class CColdness
{
    private readonly IReadOnlyDictionary<string, CFunction> _functions;
    private readonly CCallGraph _calls;
    private readonly HashSet<string> _cold = new(StringComparer.Ordinal) { CPrinting.Symbol };

    public CColdness(IReadOnlyDictionary<string, CFunction> functions, CUnit unit)
    {
        _functions = functions;
        _calls = new CCallGraph(functions, unit);
        Queue<string> open = new(functions.Keys);
        while (open.TryDequeue(out string? name))
        {
            if (!_cold.Contains(name) && (CannotAvoidColdCall(functions[name]) || HasOnlyColdCallers(name)))
            {
                _cold.Add(name);
                foreach (string touched in _calls.CallersOf(name).Concat(_calls.CalleesOf(name)).Where(functions.ContainsKey))
                {
                    open.Enqueue(touched);
                }
            }
        }
    }

    public bool IsCold(string function) => _cold.Contains(function);

    private bool CannotAvoidColdCall(CFunction function) => (function.Attributes & CAttributes.Cold) != 0
        || (function.Body is not null && new CColdWalk(_cold, _calls).Before(function.Body, after: false));

    private bool HasOnlyColdCallers(string name)
    {
        CFunction function = _functions[name];
        IReadOnlyCollection<string> callers = _calls.CallersOf(name);
        return function is { Static: true, Body: not null }
            && callers.Count > 0
            && !_calls.IsAddressTaken(name)
            && callers.All(c => c != name && _cold.Contains(c));
    }
}
