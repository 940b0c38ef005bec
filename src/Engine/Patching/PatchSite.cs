using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Patching;

/// <summary>One queued change.</summary>
internal sealed class PatchSite(GuestAddress address, byte[] expected, byte[] bytes)
{
    public GuestAddress Address { get; } = address;

    public byte[] Expected { get; } = expected;

    public byte[] Bytes { get; } = bytes;

    public static PatchSite Create(GuestAddress site, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> bytes)
    {
        if (expected.Length != bytes.Length)
        {
            throw new ArgumentException("Old and new instruction must have the same length.", nameof(expected));
        }

        if (!PatchInstruction.IsPatchable(bytes))
        {
            throw new ArgumentException(
                "The patcher cannot put this instruction into running code: " + Convert.ToHexStringLower(bytes), nameof(bytes));
        }

        return new PatchSite(site, expected.ToArray(), bytes.ToArray());
    }

    /// <summary>Compares memory with what is expected. A site that cannot be read is a result, as <c>copy_from_kernel_nofault()</c> makes it.</summary>
    public PatchResult Verify(GuestMemory memory)
    {
        byte[] actual = new byte[Expected.Length];
        try
        {
            memory.Read(Address, actual);
        }
        catch (GuestFaultException)
        {
            return new PatchResult(PatchError.Faulted, Address, [.. Expected], []);
        }

        return actual.AsSpan().SequenceEqual(Expected)
            ? PatchResult.Done
            : new PatchResult(PatchError.Differs, Address, [.. Expected], [.. actual]);
    }
}
