using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;

namespace TriageBot.Engine.Ftrace;

/// <summary>Entry code assembled once and placed many times: assembling is the dearest part of a boot, and a matrix boots thousands of kernels.</summary>
/// <remarks>A cache of pure functions: what is asked for does not depend on what was asked before.</remarks>
internal static class EntryTemplates
{
    private static readonly ConcurrentDictionary<(GuestAddress, GuestAddress, GuestAddress, bool), FtraceEntry> Callers = new();
    private static readonly GuestAddress TemplateStart = new(0xffffffffa0000000);
    private static readonly GuestAddress TemplateHandler = new(0xffffffffa0100000);
    private static readonly Lazy<FtraceEntry> Light = new(() => FtraceEntryCode.Trampoline(TemplateStart, 0, TemplateHandler, saveRegisters: false));
    private static readonly Lazy<FtraceEntry> Full = new(() => FtraceEntryCode.Trampoline(TemplateStart, 0, TemplateHandler, saveRegisters: true));

    /// <summary>As <see cref="FtraceEntryCode.Caller"/>.</summary>
    public static FtraceEntry Caller(GuestAddress start, GuestAddress opsCell, GuestAddress handler, bool saveRegisters) =>
        Callers.GetOrAdd((start, opsCell, handler, saveRegisters), k => FtraceEntryCode.Caller(k.Item1, k.Item2, k.Item3, k.Item4));

    /// <summary>As <see cref="FtraceEntryCode.Trampoline"/>: only the inner call and the ops pointer depend on the place.</summary>
    public static FtraceEntry Trampoline(GuestAddress start, ulong opsPointer, GuestAddress handler, bool saveRegisters)
    {
        FtraceEntry template = (saveRegisters ? Full : Light).Value;
        byte[] code = [.. template.Code];
        CallEncoding.Call(start + template.CallSiteOffset, handler).CopyTo(code, template.CallSiteOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(code.AsSpan(template.OpsPointerOffset), opsPointer);
        return template with { Code = ImmutableCollectionsMarshal.AsImmutableArray(code) };
    }
}
