using TriageBot.Engine.Machine;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Ftrace;

/// <summary>What all parts of ftrace share: records, ops list, switches.</summary>
/// <remarks>Source: the file-scope variables of <c>kernel/trace/ftrace.c</c>. Not modelled: <c>ftrace_lock</c>, graph tracing, direct calls.</remarks>
public sealed class FtraceState(FtraceRules rules, TraceLog trace, KernelLog log)
{
    private const string SourceFile = "kernel/trace/ftrace.c";

    /// <summary>Rules of this kernel.</summary>
    public FtraceRules Rules { get; } = rules;

    /// <summary>Groups of records, in link order: the kernel proper first.</summary>
    public List<FtracePage> Pages { get; } = [];

    /// <summary><c>ftrace_ops_list</c>: newest first (F13).</summary>
    public List<FtraceOps> Ops { get; } = [];

    /// <summary><c>ftrace_start_up</c>.</summary>
    public int StartUp { get; set; }

    /// <summary><c>ftrace_enabled</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary><c>ftrace_disabled</c>: dead until reboot (F60).</summary>
    public bool Dead { get; private set; }

    /// <summary><c>removed_ops</c>: the ops whose shutdown is under way.</summary>
    public FtraceOps? Removed { get; set; }

    /// <summary>Target of the common callers: the stub, the list function or an ops' own function (F14).</summary>
    public GuestAddress TraceFunction { get; set; }

    /// <summary><c>saved_ftrace_func</c>.</summary>
    public GuestAddress SavedTraceFunction { get; set; }

    /// <summary>Address of <c>ftrace_stub</c>.</summary>
    public GuestAddress Stub { get; set; }

    /// <summary>The trace of the kernel.</summary>
    public TraceLog Trace { get; } = trace;

    /// <summary>The kernel log.</summary>
    public KernelLog Log { get; } = log;

    /// <summary>All records, in the order of <c>do_for_each_ftrace_rec()</c>.</summary>
    public IEnumerable<DynFtrace> Records => Pages.SelectMany(p => p.Records);

    /// <summary>The record whose five bytes hold the address, or null (F07).</summary>
    public DynFtrace? Find(GuestAddress address)
    {
        foreach (FtracePage page in Pages)
        {
            List<DynFtrace> records = page.Records;
            if (records.Count == 0 || address.Value < records[0].Ip.Value || address.Value >= records[^1].Ip.Value + CallSite.Size)
            {
                continue;
            }

            int low = 0;
            int high = records.Count - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                ulong ip = records[middle].Ip.Value;
                if (address.Value >= ip && address.Value < ip + CallSite.Size)
                {
                    return records[middle];
                }

                (low, high) = address.Value < ip ? (low, middle - 1) : (middle + 1, high);
            }
        }

        return null;
    }

    /// <summary><c>FTRACE_WARN_ON()</c> that fired: warns and kills ftrace (F60).</summary>
    public void WarnAndKill(string function, bool once = false)
    {
        if (once)
        {
            Log.WarnOnce(SourceFile, function);
        }
        else
        {
            Log.Warn(SourceFile, function);
        }

        Kill();
    }

    /// <summary>A plain <c>WARN_ON_ONCE()</c>.</summary>
    public void WarnOnce(string function, string site) => Log.WarnOnce(SourceFile, function, site);

    /// <summary><c>ftrace_kill()</c>: sites that are patched stay patched and call the stub or the list.</summary>
    public void Kill()
    {
        Dead = true;
        Enabled = false;
        TraceFunction = Stub;
        Trace.Append(new FtraceKilled(Trace.NextTick));
    }
}

/// <summary>Size of a call site.</summary>
internal static class CallSite
{
    /// <summary><c>MCOUNT_INSN_SIZE</c>.</summary>
    public const int Size = 5;
}

/// <summary>ftrace gave up for good.</summary>
public sealed record FtraceKilled(long Tick) : TraceEvent(Tick);

/// <summary>Flags or count of a record changed.</summary>
/// <param name="Function">Symbol that the site belongs to.</param>
/// <param name="Flags"><c>rec-&gt;flags</c> as one number.</param>
public sealed record RecordChanged(long Tick, GuestAddress Ip, string Function, ulong Flags, string Why) : TraceEvent(Tick);

/// <summary>The records of a module were dropped.</summary>
public sealed record RecordsReleased(long Tick, string Module, long LoadId) : TraceEvent(Tick);
