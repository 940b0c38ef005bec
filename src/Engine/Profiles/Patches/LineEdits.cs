using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>Changes of the lines of a function, collected along the statements of a hunk.</summary>
/// <param name="lines">The lines as they are.</param>
/// <param name="first">Line of the first statement of the hunk: what comes before it goes in front of that.</param>
internal sealed class LineEdits(ImmutableArray<LoaderLine> lines, int first)
{
    private readonly Dictionary<int, List<LoaderLine>> _inserted = [];
    private readonly Dictionary<int, LoaderLine?> _replaced = [];
    private int _at = first;
    private bool _hasPassed;

    /// <summary>Lines that come.</summary>
    public IEnumerable<LoaderLine> Added => _inserted.Values.SelectMany(added => added);

    /// <summary>Puts lines where the hunk stands.</summary>
    public void Insert(IEnumerable<LoaderLine> added)
    {
        if (!_inserted.TryGetValue(_at, out List<LoaderLine>? there))
        {
            _inserted.Add(_at, there = []);
        }

        there.AddRange(added);
    }

    /// <summary>Goes behind a line, and replaces it by what becomes of it.</summary>
    public void Pass(int line, LoaderLine? now)
    {
        if (!ReferenceEquals(lines[line], now))
        {
            _replaced[line] = now;
        }

        _at = line + 1;
        _hasPassed = true;
    }

    /// <summary>Goes behind a return or goto if one stands next.</summary>
    public void PassEnd(bool isGone)
    {
        int next = _at;
        while (next < lines.Length && lines[next].Kind == LoaderLineKind.Landmark)
        {
            next++;
        }

        if (_hasPassed && next < lines.Length && lines[next].Kind is LoaderLineKind.Return or LoaderLineKind.Goto)
        {
            Pass(next, isGone ? null : lines[next]);
        }
    }

    /// <summary>The lines as they become.</summary>
    public ImmutableArray<LoaderLine> Result()
    {
        ImmutableArray<LoaderLine>.Builder result = ImmutableArray.CreateBuilder<LoaderLine>();
        for (int i = 0; i <= lines.Length; i++)
        {
            result.AddRange(_inserted.GetValueOrDefault(i, []));
            if (i < lines.Length && (_replaced.TryGetValue(i, out LoaderLine? now) ? now : lines[i]) is { } kept)
            {
                result.Add(kept);
            }
        }

        return result.ToImmutable();
    }
}
