using System.Collections.Immutable;

namespace TriageBot.Engine.Code;

/// <summary>Collects what is wrong with a source, up to a limit.</summary>
internal sealed class CDiagnostics
{
    private const int Limit = 50;

    private readonly List<MiniCDiagnostic> _all = [];

    public bool IsEmpty => _all.Count == 0;

    public void Add(int line, int column, string message)
    {
        if (_all.Count < Limit)
        {
            _all.Add(new MiniCDiagnostic(line, column, message));
        }
    }

    public ImmutableArray<MiniCDiagnostic> ToImmutable() => [.. _all];
}
