using System.Collections.Immutable;
using TriageBot.Parsers.Patches.Code;

namespace TriageBot.Parsers.Patches;

/// <summary>Cuts the hunks of a file into the functions that each side shows, and reads what they do.</summary>
internal static class FunctionPieces
{
    // More than any function that matters has; comparing two sides costs the square.
    private const int MaxStatements = 400;

    /// <summary>The functions that differ between the sides, in order.</summary>
    public static IEnumerable<PatchedFunction> Read(DiffFile file)
    {
        foreach (DiffHunk hunk in file.Hunks)
        {
            List<Piece> before = Cut(hunk, '-');
            List<Piece> after = Cut(hunk, '+');
            string? movesTo = OpenAtEnd(before) is { } old && OpenAtEnd(after) is { } now && old != now ? now : null;
            foreach (string name in before.Concat(after).Select(piece => piece.Name).Distinct(StringComparer.Ordinal))
            {
                Piece? first = before.Find(piece => piece.Name == name);
                Piece? second = after.Find(piece => piece.Name == name);
                PatchedFunction function = new(file.Path, name, Of(first, second), Of(second, first), (first ?? second)!.Lines[0].Line)
                {
                    MovesTo = OpenAtEnd(before) == name ? movesTo : null,
                };
                if (function.MovesTo is not null || !Same(function.Before, function.After))
                {
                    yield return function;
                }
            }
        }
    }

    private static string? OpenAtEnd(List<Piece> pieces) => pieces is [.., { IsClosed: false, Name.Length: > 0 } last] ? last.Name : null;

    // A function of which only one side shows something has no statements on the other; it is new or gone when its definition is.
    private static FunctionPiece? Of(Piece? piece, Piece? other) =>
        piece is null ? other is { IsDefined: false } ? new FunctionPiece(false, []) : null : new FunctionPiece(piece is { IsDefined: true, IsClosed: true }, [.. KernelStatements.Of(CStatementReader.Read(Body(piece))).Take(MaxStatements)]);

    private static List<CWord> Body(Piece piece)
    {
        List<CWord> words = CWords.Of(piece.Lines);
        int start = piece.IsDefined ? words.FindIndex(word => word.Text == "{") : -1;
        return piece.IsDefined ? start < 0 ? [] : words[(start + 1)..] : words;
    }

    private static bool Same(FunctionPiece? before, FunctionPiece? after) =>
        before is not null && after is not null && Flat(before.Statements).SequenceEqual(Flat(after.Statements), StringComparer.Ordinal);

    private static IEnumerable<string> Flat(ImmutableArray<KernelStatement> statements) => statements.SelectMany(statement => (string[])
    [
        $"{statement.Kind} {statement.Name} {Joined(statement.States)} {Joined(statement.Arguments)} {statement.Condition} {statement.IsReturned}",
        .. statement.OnError is { } path ? Flat(path).Select(line => "  " + line) : [],
    ]);

    private static string Joined(ImmutableArray<string>? words) => words is { } some ? string.Join(',', some) : "any";

    private static List<Piece> Cut(DiffHunk hunk, char sign)
    {
        FunctionTracker tracker = new(hunk);
        List<Piece> pieces = [];
        Piece current = new(NameOf(hunk, tracker), false);
        pieces.Add(current);
        foreach (DiffLine line in hunk.Lines.Where(line => line.Sign == ' ' || line.Sign == sign))
        {
            string signature = tracker.Signature;
            tracker.Take(line);
            bool starts = tracker.Name is not null && tracker.Signature != signature;
            if (starts)
            {
                pieces.Add(current = new Piece(NameOf(hunk, tracker), true));
            }

            current.Lines.Add(line);
            current.IsClosed |= line.Text.StartsWith('}');
            if (tracker.Name is null && !starts && line.Text.StartsWith('}'))
            {
                pieces.Add(current = new Piece("", false));
            }
        }

        return [.. pieces.Where(piece => piece.Lines.Exists(line => !string.IsNullOrWhiteSpace(line.Text))).GroupBy(piece => piece.Name, StringComparer.Ordinal).Select(Merged)];
    }

    // Between functions stand declarations; several such places are read as one.
    private static Piece Merged(IGrouping<string, Piece> pieces)
    {
        Piece merged = new(pieces.Key, pieces.Any(piece => piece.IsDefined));
        merged.Lines.AddRange(pieces.SelectMany(piece => piece.Lines));
        merged.IsClosed = pieces.Any(piece => piece.IsClosed);
        return merged;
    }

    // Some tools name the last line that begins in the first column, which may be a label.
    private static string NameOf(DiffHunk hunk, FunctionTracker tracker) =>
        tracker.Name is { } name ? tracker.Signature.Contains("SYSCALL_DEFINE", StringComparison.Ordinal) ? "sys_" + name : name : (hunk.Function.TrimEnd() is { Length: > 1 } header && header.EndsWith(':') && !header.Contains(' ', StringComparison.Ordinal) ? header[..^1] : "");

    private sealed record Piece(string Name, bool IsDefined)
    {
        public List<DiffLine> Lines { get; } = [];

        public bool IsClosed { get; set; }
    }
}
