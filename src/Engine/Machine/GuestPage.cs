namespace TriageBot.Engine.Machine;

/// <summary>One mapped page: bytes, permissions, and a stamp that changes with either.</summary>
/// <remarks>Bytes are allocated up to the last that was written: most pages of a kernel that runs one scenario stay nearly empty.</remarks>
internal sealed class GuestPage(PagePermissions permissions)
{
    private const int Grain = 512;
    private byte[] _bytes = [];

    public PagePermissions Permissions { get; set; } = permissions;

    public long Stamp { get; set; }

    public void Read(int offset, Span<byte> into)
    {
        int there = Math.Clamp(_bytes.Length - offset, 0, into.Length);
        _bytes.AsSpan(Math.Min(offset, _bytes.Length), there).CopyTo(into);
        into[there..].Clear();
    }

    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        int end = offset + bytes.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (end + Grain - 1) / Grain * Grain);
        }

        bytes.CopyTo(_bytes.AsSpan(offset));
    }
}
