using System.Collections.Immutable;
using Iced.Intel;

namespace TriageBot.Engine.X64;

/// <summary>Collects the bytes of an encoder.</summary>
internal sealed class CodeBytes : CodeWriter
{
    private readonly List<byte> _bytes = [];

    public int Count => _bytes.Count;

    public override void WriteByte(byte value) => _bytes.Add(value);

    public void Add(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>Replaces bytes that were written before.</summary>
    public void Replace(int offset, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            _bytes[offset + i] = bytes[i];
        }
    }

    public ImmutableArray<byte> ToImmutable() => [.. _bytes];
}
