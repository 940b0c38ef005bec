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
        // The type of a place and the place itself are looked at apart, and may both find the same fault.
        MiniCDiagnostic diagnostic = new(line, column, message);
        if (_all.Count < Limit && !_all.Contains(diagnostic))
        {
            _all.Add(diagnostic);
        }
    }

    public ImmutableArray<MiniCDiagnostic> ToImmutable() => [.. _all];
}
