using System.Text;

namespace TriageBot.Engine.Code;

/// <summary>Names at file scope, and the strings of all functions.</summary>
internal sealed class CUnitScope
{
    private readonly Dictionary<string, int> _stringOffsets = new(StringComparer.Ordinal);
    private readonly List<byte> _strings = [];

    public Dictionary<string, CVariable> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>The definition of each function, or else its last prototype.</summary>
    public Dictionary<string, CFunction> Functions { get; } = new(StringComparer.Ordinal);

    public byte[] StringBytes => [.. _strings];

    /// <summary>Offset of a string in <c>.rodata.str1.1</c>; equal strings are one.</summary>
    public int OffsetOf(string text)
    {
        if (!_stringOffsets.TryGetValue(text, out int offset))
        {
            offset = _strings.Count;
            _strings.AddRange(Encoding.Latin1.GetBytes(text));
            _strings.Add(0);
            _stringOffsets.Add(text, offset);
        }

        return offset;
    }
}
