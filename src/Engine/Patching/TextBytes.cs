using System.Collections.Immutable;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Patching;

/// <summary>Reads text for events.</summary>
internal static class TextBytes
{
    /// <summary>The bytes at a site; empty when they cannot be read.</summary>
    public static ImmutableArray<byte> At(GuestMemory memory, GuestAddress site, int length)
    {
        byte[] bytes = new byte[length];
        try
        {
            memory.Read(site, bytes);
        }
        catch (GuestFaultException)
        {
            return [];
        }

        return [.. bytes];
    }
}
