using System.Globalization;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;

namespace TriageBot.Engine.Ftrace;

/// <summary>The report that ftrace prints when a site cannot be changed, and its end.</summary>
/// <remarks>Source: <c>ftrace_bug()</c> in <c>kernel/trace/ftrace.c</c>; facts F61 to F65. Its splat is
/// printed once a boot, and kills ftrace each time (F63). In 2016 the race of loader and tracer ended in it (F71).</remarks>
internal static class FtraceBugReport
{
    public static void Print(
        FtraceState state, KernelSymbolTable symbols, PatchResult failed, FtraceBugType type, DynFtrace? record, FtraceBugContext context)
    {
        state.Trace.Append(new FtraceBugged(state.Trace.NextTick, failed.Site, failed.Errno));
        bool banner = state.Rules.BugBanner;
        if (banner)
        {
            if (failed.Error == PatchError.Differs)
            {
                // ftrace_verify_code() has a WARN_ON of its own (F64), named for the function it is inlined into.
                state.Log.Warn("arch/x86/kernel/ftrace.c", context.VerifiedIn);
            }

            state.Log.Print("------------[ ftrace bug ]------------");
        }
        else
        {
            state.WarnAndKill("ftrace_bug", once: true);
        }

        state.Log.Print(failed.Error switch
        {
            PatchError.Faulted => "ftrace faulted on modifying ",
            PatchError.Differs => "ftrace failed to modify ",
            PatchError.NotWritable => "ftrace faulted on writing ",
            _ => "ftrace faulted on unknown error ",
        });
        state.Log.Print($"[<{failed.Site.Value.ToString("x16", CultureInfo.InvariantCulture)}>] {symbols.Format(failed.Site)}");
        if (failed.Error == PatchError.Differs)
        {
            state.Log.Print(" actual:   " + Hex(failed.Actual.AsSpan()));
            state.Log.Print(" expected: " + Hex(failed.Expected.AsSpan()));
        }

        PrintType(state, type);
        PrintRecord(state, symbols, record, context);
        if (banner)
        {
            state.WarnAndKill("ftrace_bug", once: true);
        }
    }

    private static void PrintType(FtraceState state, FtraceBugType type)
    {
        string? line = type switch
        {
            FtraceBugType.Init => "Initializing ftrace call sites",
            FtraceBugType.Nop => "Setting ftrace call site to NOP",
            FtraceBugType.Call => "Setting ftrace call site to call ftrace function",
            FtraceBugType.Update => "Updating ftrace call site to call a different ftrace function",
            _ => null,
        };
        if (line is not null)
        {
            state.Log.Print(line);
        }
    }

    private static void PrintRecord(FtraceState state, KernelSymbolTable symbols, DynFtrace? record, FtraceBugContext context)
    {
        if (record is null)
        {
            return;
        }

        state.Log.Print($"ftrace record flags: {record.Raw:x}");
        string trampoline = "";
        if (record.Has(FtraceRecordFlags.TrampolineEnabled))
        {
            IEnumerable<string> all = state.Ops
                .Where(o => o.Trampoline != GuestAddress.Null && o.Matches(record.Ip))
                .Select(o => $"\ttramp: {symbols.Format(o.Trampoline)} ({symbols.Format(o.Function)})");
            trampoline = string.Concat(all);
            trampoline = trampoline.Length == 0 ? "\ttramp: ERROR!" : trampoline;
        }

        state.Log.Print($" ({record.Count}){(record.Has(FtraceRecordFlags.Regs) ? " R" : "  ")}{trampoline}");
        state.Log.Print($" expected tramp: {context.CurrentTarget(record).Value:x}");
    }

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        string text = Convert.ToHexStringLower(bytes);
        return string.Join(':', Enumerable.Range(0, text.Length / 2).Select(i => text.Substring(i * 2, 2)));
    }
}

/// <summary>What a report needs from its caller.</summary>
/// <param name="VerifiedIn">Function that the warning of the byte check names.</param>
/// <param name="CurrentTarget">Where the record's call should go now.</param>
internal readonly record struct FtraceBugContext(string VerifiedIn, Func<DynFtrace, GuestAddress> CurrentTarget);

/// <summary>ftrace reported a site that it could not change (I3, I4).</summary>
/// <param name="Errno">Negative errno: <c>-EINVAL</c> bytes differ, <c>-EPERM</c> not writable, <c>-EFAULT</c> not readable.</param>
public sealed record FtraceBugged(long Tick, GuestAddress Site, int Errno) : Trace.TraceEvent(Tick);
