using System.Buffers.Binary;
using System.Globalization;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;

namespace TriageBot.Engine.Transcripts;

/// <summary>What the commands <c>bytes</c> and <c>follow</c> print: text, and where a call or jump at its start goes.</summary>
internal static class BytesReport
{
    private const int Shown = 16;
    private const int Followed = 64;

    /// <summary><c>bytes [MODULE:]SYMBOL</c>.</summary>
    public static IEnumerable<string> Symbol(EmulatedKernel kernel, string name) =>
        Find(kernel, name) is GuestAddress address ? Dump(kernel, name, address, Shown) : [$"bytes: {name} not found"];

    /// <summary><c>follow [MODULE:]SYMBOL</c>: the text that the call at the symbol goes to.</summary>
    public static IEnumerable<string> Follow(EmulatedKernel kernel, string name)
    {
        if (Find(kernel, name) is GuestAddress address)
        {
            byte[] bytes = Read(kernel, address, CallEncoding.Length);
            if (bytes[0] == CallEncoding.CallOpcode && CallEncoding.Target(address, bytes) is GuestAddress target)
            {
                return Dump(kernel, "target", target, Followed);
            }
        }

        return [$"bytes: {name}: no call to follow"];
    }

    private static IEnumerable<string> Dump(EmulatedKernel kernel, string name, GuestAddress address, int length)
    {
        byte[] bytes = Read(kernel, address, length);
        yield return $"bytes: {name} {address.Value:x16}: {string.Join(' ', bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)))}";
        if (bytes[0] is CallEncoding.CallOpcode or CallEncoding.JumpOpcode && CallEncoding.Target(address, bytes) is GuestAddress target)
        {
            string kind = bytes[0] == CallEncoding.CallOpcode ? "call" : "jmp";
            uint distance = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(1));
            yield return $"bytes: {name} {kind} rel32 {distance:x8} -> {target.Value:x16} {kernel.Machine.Symbols.Format(target)}";
        }
    }

    private static byte[] Read(EmulatedKernel kernel, GuestAddress address, int length)
    {
        byte[] bytes = new byte[length];
        kernel.Machine.Memory.Read(address, bytes);
        return bytes;
    }

    private static GuestAddress? Find(EmulatedKernel kernel, string name)
    {
        string[] parts = name.Split(':');
        KernelSymbol? symbol = parts.Length == 2
            ? kernel.Machine.Symbols.Find(parts[1], parts[0]).FirstOrDefault()
            : kernel.Machine.Symbols.FindAny(name);
        return name switch
        {
            "ftrace_call" => kernel.FtraceEntries.CallSiteOfCaller,
            "ftrace_regs_call" => kernel.FtraceEntries.CallSiteOfRegsCaller,
            _ => symbol?.Address,
        };
    }
}
