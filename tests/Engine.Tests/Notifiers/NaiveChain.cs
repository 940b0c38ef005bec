namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>A chain as a sorted list, written to be obviously right: what <c>NotifierChain</c> is held against.</summary>
internal sealed class NaiveChain
{
    private readonly List<(string Name, int Priority, bool Stops)> _blocks = [];

    public List<string> Calls { get; } = [];

    public IEnumerable<string> Order => _blocks.Select(b => b.Name);

    public int Register(string name, int priority, bool stops)
    {
        if (_blocks.Exists(b => b.Name == name))
        {
            return -17;
        }

        // OrderByDescending is stable: a new block stays behind its equals.
        _blocks.Add((name, priority, stops));
        List<(string, int, bool)> sorted = [.. _blocks.OrderByDescending(b => b.Priority)];
        _blocks.Clear();
        _blocks.AddRange(sorted);
        return 0;
    }

    public int Unregister(string name) => _blocks.RemoveAll(b => b.Name == name) == 1 ? 0 : -2;

    public void Call() => Calls.AddRange(Reached().Select(b => b.Name + " UP"));

    public void CallReverse() => Calls.AddRange(Enumerable.Reverse(_blocks).Select(b => b.Name + " DOWN"));

    public void CallRobust()
    {
        Call();
        if (_blocks.Exists(b => b.Stops))
        {
            Calls.AddRange(_blocks.TakeWhile(b => !b.Stops).Select(b => b.Name + " DOWN"));
        }
    }

    private IEnumerable<(string Name, int Priority, bool Stops)> Reached()
    {
        int stopper = _blocks.FindIndex(b => b.Stops);
        return stopper < 0 ? _blocks : _blocks.Take(stopper + 1);
    }
}
