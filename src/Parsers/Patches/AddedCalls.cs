namespace TriageBot.Parsers.Patches;

/// <summary>A call that a diff puts in or takes out.</summary>
/// <param name="Sign"><c>+</c> or <c>-</c>.</param>
/// <param name="Function">Where it stands; empty when the hunk does not show it.</param>
internal sealed record DirectCall(char Sign, string Callee, string Function, int Line);

/// <summary>The calls of one function that a diff puts in, as partners for those that it takes out. Each is taken once, and the cost of all is linear.</summary>
internal sealed class AddedCalls
{
    private readonly DirectCall[] _calls;
    private readonly bool[] _taken;
    private readonly Dictionary<string, Queue<int>> _byFunction = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>Takes the calls in the order of the diff.</summary>
    public AddedCalls(DirectCall[] calls)
    {
        _calls = calls;
        _taken = new bool[calls.Length];
        _last = calls.Length - 1;
        for (int i = 0; i < calls.Length; i++)
        {
            if (!_byFunction.TryGetValue(calls[i].Function, out Queue<int>? places))
            {
                _byFunction.Add(calls[i].Function, places = new Queue<int>());
            }

            places.Enqueue(i);
        }
    }

    /// <summary>Those that nobody took.</summary>
    public IEnumerable<DirectCall> Left => _calls.Where((_, index) => !_taken[index]);

    /// <summary>The first one in the same function, else the last one anywhere, else null.</summary>
    public DirectCall? TakeFor(DirectCall old)
    {
        if (_byFunction.TryGetValue(old.Function, out Queue<int>? places))
        {
            while (places.TryDequeue(out int index))
            {
                if (!_taken[index])
                {
                    return Take(index);
                }
            }
        }

        while (_last >= 0 && _taken[_last])
        {
            _last--;
        }

        return _last < 0 ? null : Take(_last);
    }

    private DirectCall Take(int index)
    {
        _taken[index] = true;
        return _calls[index];
    }
}
