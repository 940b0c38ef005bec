namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>A block as the model knows it: what it returns, and what it does to the chain while it is called.</summary>
internal sealed record NaiveBlock(string Name, int Priority, int Up, int Down, NaiveEdit Edit, string Edited)
{
    public int Returns(string action) => action == "UP" ? Up : Down;
}

/// <summary>What a callback does to its own chain.</summary>
internal enum NaiveEdit
{
    Nothing,
    Registers,
    Unregisters,
}

/// <summary>A chain as a sorted list, written to be obviously right: what <c>NotifierChain</c> is held against.</summary>
/// <remarks>The one thing that a list does not say: a block that was taken out still knows the successor that it had then (N21).</remarks>
internal sealed class NaiveChain(IReadOnlyList<NaiveBlock> known, bool refusesDoubles)
{
    private const int StopBit = 0x8000;
    private readonly Dictionary<string, string?> _successorWhenRemoved = [];
    private List<NaiveBlock> _blocks = [];

    public List<string> Calls { get; } = [];

    public IEnumerable<string> Order => _blocks.Select(b => b.Name);

    public int Register(string name, bool unique = false)
    {
        NaiveBlock block = known.First(b => b.Name == name);
        // The kernel walks from the head: with the unique form an equal that stands before the block itself is met first.
        NaiveBlock? equal = _blocks.Find(b => b.Priority == block.Priority);
        if (unique && equal is not null && equal != block)
        {
            return -16;
        }

        if (_blocks.Contains(block))
        {
            return refusesDoubles ? -17 : 0;
        }

        // OrderByDescending is stable: a new block stays behind its equals.
        _blocks = [.. _blocks.Append(block).OrderByDescending(b => b.Priority)];
        return 0;
    }

    public int Unregister(string name)
    {
        _successorWhenRemoved[name] = Successor(name);
        return _blocks.RemoveAll(b => b.Name == name) == 1 ? 0 : -2;
    }

    public int Call(string action = "UP") => Call(action, int.MaxValue, out _);

    public int CallReverse(string action = "DOWN") => CallAll(Enumerable.Reverse(_blocks), action);

    public int CallRobust(bool reverse)
    {
        int result = Call("UP", int.MaxValue, out int called);
        if (!Stops(result))
        {
            return result;
        }

        if (reverse)
        {
            CallAll(_blocks.Take(called - 1).Reverse(), "DOWN");
        }
        else
        {
            Call("DOWN", called - 1, out _);
        }

        return result;
    }

    private int Call(string action, int limit, out int called)
    {
        int result = 0;
        called = 0;
        string? at = _blocks.FirstOrDefault()?.Name;
        while (at is not null && called < limit && !Stops(result))
        {
            // The successor is looked up before the call, whatever the callback then does.
            string? next = Successor(at);
            result = CallOne(at, action);
            called++;
            at = next;
        }

        return result;
    }

    private int CallAll(IEnumerable<NaiveBlock> blocks, string action)
    {
        int result = 0;
        foreach (NaiveBlock block in blocks.ToArray())
        {
            if (!Stops(result))
            {
                result = CallOne(block.Name, action);
            }
        }

        return result;
    }

    private int CallOne(string name, string action)
    {
        Calls.Add($"{name} {action}");
        NaiveBlock block = known.First(b => b.Name == name);
        if (block.Edit == NaiveEdit.Registers)
        {
            Register(block.Edited);
        }
        else if (block.Edit == NaiveEdit.Unregisters)
        {
            Unregister(block.Edited);
        }

        return block.Returns(action);
    }

    private string? Successor(string name)
    {
        int at = _blocks.FindIndex(b => b.Name == name);
        return at < 0 ? _successorWhenRemoved.GetValueOrDefault(name) : _blocks.Skip(at + 1).FirstOrDefault()?.Name;
    }

    private static bool Stops(int result) => (result & StopBit) != 0;
}
