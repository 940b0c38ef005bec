namespace TriageBot.Engine.Machine;

/// <summary>One mapped page: bytes, permissions, and a stamp that changes with either.</summary>
internal sealed class GuestPage(PagePermissions permissions)
{
    public byte[] Bytes { get; } = new byte[GuestMemory.PageSize];

    public PagePermissions Permissions { get; set; } = permissions;

    public long Stamp { get; set; }
}
