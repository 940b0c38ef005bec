namespace TriageBot.Engine.Machine;

/// <summary>One page. Bytes are allocated when the first is written: most pages of a kernel that runs one scenario stay zero.</summary>
internal sealed class GuestPage(PagePermissions permissions)
{
    private static readonly byte[] Zeros = new byte[GuestMemory.PageSize];
    private byte[]? _bytes;

    public ReadOnlySpan<byte> Bytes => _bytes ?? Zeros;

    public Span<byte> BytesToWrite => _bytes ??= new byte[GuestMemory.PageSize];

    public PagePermissions Permissions { get; set; } = permissions;

    /// <summary>See <see cref="GuestMemory.PageStamp"/>.</summary>
    public long Stamp { get; set; }
}
