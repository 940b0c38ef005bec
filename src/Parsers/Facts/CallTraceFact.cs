using System.Collections.Immutable;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Facts;

/// <summary>What kind of complaint of the kernel a log shows.</summary>
public enum CallTraceKind
{
    /// <summary>A fault in the kernel: bad access, trap, <c>Internal error</c>.</summary>
    Oops,

    /// <summary><c>BUG()</c>, or a <c>BUG:</c> line that has no kind of its own.</summary>
    Bug,

    /// <summary><c>WARN()</c>.</summary>
    Warning,

    /// <summary>A complaint of lockdep, of the spinlock debugger or of RCU's checker.</summary>
    Lockdep,

    /// <summary>A bad access that KASAN found.</summary>
    Kasan,

    /// <summary>A data race that KCSAN found.</summary>
    Kcsan,

    /// <summary>A bad access that KFENCE found.</summary>
    Kfence,

    /// <summary>A use of memory never written that KMSAN found.</summary>
    Kmsan,

    /// <summary>Undefined behaviour that UBSAN found.</summary>
    Ubsan,

    /// <summary>A task that does not run for too long.</summary>
    HungTask,

    /// <summary>A CPU, or a workqueue, that does not get on.</summary>
    Lockup,

    /// <summary>An RCU grace period that does not end.</summary>
    RcuStall,

    /// <summary>Sleeping, or per-CPU access, where it is not allowed.</summary>
    AtomicSleep,

    /// <summary>An object that nothing refers to, found by kmemleak.</summary>
    MemoryLeak,

    /// <summary>A panic that no other complaint stands in front of.</summary>
    Panic,

    /// <summary><c>ftrace_bug()</c>: a call site that ftrace could not change.</summary>
    FtraceBug,
}

/// <summary>A complaint of the kernel, pasted into a mail: oops, WARN, BUG, lockdep, sanitizers, stalls, <c>ftrace_bug()</c>.</summary>
/// <param name="Title">Short and comparable, as trackers write it: <c>KASAN: use-after-free Read in foo</c>.</param>
/// <param name="Headline">The line that opens it, without time stamp and log prefix.</param>
/// <param name="Function">Function that it is about, or null when the log does not show it.</param>
/// <param name="Module">Module of <paramref name="Function"/>; null for the kernel itself.</param>
/// <param name="Location">Source file and line that the kernel printed, e.g. <c>kernel/module/main.c:2412</c>, or null.</param>
/// <param name="KernelVersion">As printed, e.g. <c>6.1.0-rc3+</c>, or null.</param>
/// <param name="Taint">Letters without blanks, e.g. <c>GWO</c>; empty for "Not tainted", null when nothing is said.</param>
/// <param name="Code">The <c>Code:</c> line, or null.</param>
/// <param name="Modules">Names under <c>Modules linked in</c>, without their flags.</param>
/// <param name="Entries">The first call trace, innermost first.</param>
/// <param name="Ftrace">What <c>ftrace_bug()</c> printed, or null.</param>
/// <param name="Line">Line of the headline, from 1.</param>
/// <param name="Span">From the headline to the last line that belongs to it.</param>
public sealed record CallTraceFact(
    CallTraceKind Kind,
    string Title,
    string Headline,
    string? Function,
    string? Module,
    string? Location,
    string? KernelVersion,
    string? Taint,
    CodeLine? Code,
    ImmutableArray<string> Modules,
    ImmutableArray<CallTraceEntry> Entries,
    FtraceComplaint? Ftrace,
    int Line,
    TextSpan Span);

/// <summary>One line of a call trace.</summary>
/// <param name="Offset">Bytes from the start of the function; null for an inlined one.</param>
/// <param name="Size">Bytes of the function; null for an inlined one.</param>
/// <param name="Module">Null for the kernel itself.</param>
/// <param name="Reliable">False for what the kernel marks <c>?</c>: an address found on the stack, perhaps stale.</param>
/// <param name="Source">File and line when the trace was decoded, else null.</param>
public sealed record CallTraceEntry(string Function, ulong? Offset, ulong? Size, string? Module, bool Reliable, string? Source, int Line);

/// <summary>The <c>Code:</c> line of an oops: the bytes around the instruction that trapped.</summary>
/// <param name="Bytes">In the order of the text; words are taken apart from their high digits on.</param>
/// <param name="TrapIndex">Index of the marked byte, or of the first byte of the marked word; -1 when none is marked.</param>
/// <param name="UnitSize">Bytes of one printed group: 1 on x86, 2 or 4 on machines that print words.</param>
public sealed record CodeLine(ImmutableArray<byte> Bytes, int TrapIndex, int UnitSize, TextSpan Span);

/// <summary>What <c>ftrace_bug()</c> says of the call site.</summary>
/// <remarks>Source: <c>ftrace_bug()</c> in <c>kernel/trace/ftrace.c</c>; F61.</remarks>
/// <param name="Failure"><c>modifying</c>, <c>writing</c>, <c>unknown error</c>, as printed.</param>
/// <param name="Actual">Bytes at the site, empty when not printed.</param>
/// <param name="Expected">Bytes that should be there, empty when not printed.</param>
/// <param name="Flags">Flags of the record, or null.</param>
public sealed record FtraceComplaint(string Failure, ImmutableArray<byte> Actual, ImmutableArray<byte> Expected, ulong? Flags);
