using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Oops;

/// <summary>Reads the groups of a <c>Code:</c> line. The one that trapped stands in <c>&lt;&gt;</c> or <c>()</c>.</summary>
internal sealed class CodeLineReader
{
    private const int MaxGroups = 256;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly ImmutableArray<byte>.Builder _bytes = ImmutableArray.CreateBuilder<byte>();
    private int _groups;
    private int _unit;
    private int _trap = -1;
    private bool _twoTraps;

    /// <summary>Takes a line of it.</summary>
    /// <param name="text">Behind <c>Code:</c>, or a whole line when a mail program wrapped it.</param>
    /// <returns>False when the line holds something else as well; nothing is taken then.</returns>
    public bool Take(string text)
    {
        string[] groups = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (groups.Length == 0 || _groups + groups.Length > MaxGroups || !Array.TrueForAll(groups, IsGroup))
        {
            return false;
        }

        foreach (string group in groups)
        {
            Add(group);
        }

        return true;
    }

    /// <summary>The line, or null when there was none or two places are marked.</summary>
    public CodeLine? Finish(TextSpan span) =>
        _bytes.Count == 0 || _twoTraps ? null : new CodeLine(_bytes.ToImmutable(), _trap, _unit, span);

    private void Add(string group)
    {
        string digits = group.Trim('<', '>', '(', ')');
        if (digits.Length != group.Length)
        {
            _twoTraps |= _trap >= 0;
            _trap = _bytes.Count;
        }

        // "??" stands for a byte that could not be read.
        for (int i = 0; i < digits.Length; i += 2)
        {
            _bytes.Add(byte.TryParse(digits.AsSpan(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : (byte)0);
        }

        _unit = digits.Length / 2;
        _groups++;
    }

    private bool IsGroup(string group)
    {
        string digits = group.Trim('<', '>', '(', ')');
        return digits.Length is 2 or 4 or 8 && (_unit == 0 || digits.Length == _unit * 2)
            && (digits is "??" || !digits.AsSpan().ContainsAnyExcept(HexDigits));
    }
}
