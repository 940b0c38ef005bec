using System.Collections.Immutable;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Patching;

/// <summary>The patcher of 4.x ftrace: sites are verified while their breakpoints go in, a failure takes everything back, and a CPU that meets
/// a breakpoint skips the instruction.</summary>
/// <remarks>Source: <c>arch/x86/kernel/ftrace.c</c> of v4.4 to v5.4, <c>ftrace_replace_code()</c>, <c>ftrace_int3_handler()</c>; facts X24,
/// X37, X51. Module text is written at its own address and must be writable; text of the kernel proper through an alias.</remarks>
/// <param name="memory">Memory that holds the text.</param>
/// <param name="isCoreText">True for text of the kernel proper; null means that all text is module text.</param>
/// <param name="isFtraceLocation">True for every known call site: a breakpoint there is skipped while a change is under way. Null: only the
/// sites being changed.</param>
public sealed class BreakpointPatcher(
    GuestMemory memory, Func<GuestAddress, bool>? isCoreText = null, Func<GuestAddress, bool>? isFtraceLocation = null) : ICodePatcher
{
    private readonly List<PatchSite> _queue = [];
    private ImmutableArray<PatchSite> _active = [];

    /// <inheritdoc/>
    public Action<TextPoked>? Observer { get; set; }

    /// <inheritdoc/>
    public PatchResult Outcome { get; private set; } = PatchResult.Done;

    /// <inheritdoc/>
    public int Pending => _queue.Count;

    /// <inheritdoc/>
    public void WriteEarly(GuestAddress site, ReadOnlySpan<byte> bytes)
    {
        ImmutableArray<byte> before = TextBytes.At(memory, site, bytes.Length);
        WriteText(site, bytes);
        Report(site, PatchPhase.Early, before);
    }

    /// <inheritdoc/>
    public PatchResult Queue(GuestAddress site, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> bytes)
    {
        _queue.Add(PatchSite.Create(site, expected, bytes));
        return PatchResult.Done;
    }

    /// <inheritdoc/>
    public PatchResult Finish()
    {
        foreach (PatchStep _ in Steps())
        {
            // Each move of the enumerator has done its step.
        }

        return Outcome;
    }

    /// <inheritdoc/>
    public IEnumerable<PatchStep> Steps()
    {
        ImmutableArray<PatchSite> batch = [.. _queue];
        _queue.Clear();
        Outcome = PatchResult.Done;
        if (batch.IsEmpty)
        {
            yield break;
        }

        _active = batch;
        foreach (PatchStep step in Change(batch))
        {
            yield return step;
        }

        if (!Outcome.Ok)
        {
            foreach (PatchSite site in batch.Where(HoldsBreakpoint))
            {
                yield return TakeBack(site);
            }

            yield return Sync();
        }

        _active = [];
    }

    /// <inheritdoc/>
    public bool HandleBreakpoint(VirtualCpu cpu, GuestMemory memory)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        GuestAddress site = cpu.State.Rip - 1;
        if (_active.IsEmpty || !(_active.Any(s => s.Address == site) || isFtraceLocation?.Invoke(site) == true))
        {
            return false;
        }

        cpu.State.Rip = site + CallEncoding.Length;
        return true;
    }

    private IEnumerable<PatchStep> Change(ImmutableArray<PatchSite> batch)
    {
        foreach (PatchPhase phase in new[] { PatchPhase.Int3, PatchPhase.Tail, PatchPhase.FirstByte })
        {
            foreach (PatchSite site in batch)
            {
                PatchStep step = Advance(site, phase);
                yield return step;
                if (step.Error != PatchError.None)
                {
                    yield break;
                }
            }

            yield return Sync();
        }
    }

    private PatchStep Advance(PatchSite site, PatchPhase phase)
    {
        Outcome = phase == PatchPhase.Int3 ? site.Verify(memory) : PatchResult.Done;
        if (!Outcome.Ok)
        {
            return new PatchStep(phase, site.Address, Outcome.Error);
        }

        ImmutableArray<byte> before = TextBytes.At(memory, site.Address, site.Bytes.Length);
        try
        {
            switch (phase)
            {
                case PatchPhase.Int3:
                    WriteText(site.Address, [CallEncoding.Int3]);
                    break;
                case PatchPhase.Tail:
                    WriteText(site.Address + 1, site.Bytes.AsSpan(1));
                    break;
                default:
                    WriteText(site.Address, site.Bytes.AsSpan(0, 1));
                    break;
            }
        }
        catch (GuestFaultException)
        {
            Outcome = new PatchResult(PatchError.NotWritable, site.Address, [.. site.Expected], before);
            return new PatchStep(phase, site.Address, PatchError.NotWritable);
        }

        Report(site.Address, phase, before);
        return new PatchStep(phase, site.Address);
    }

    private bool HoldsBreakpoint(PatchSite site)
    {
        ImmutableArray<byte> now = TextBytes.At(memory, site.Address, site.Bytes.Length);
        return !now.IsEmpty && now[0] == CallEncoding.Int3;
    }

    /// <summary>Puts back the first byte that belongs to the bytes behind it: the old one, or the new one when those are new already.</summary>
    private PatchStep TakeBack(PatchSite site)
    {
        ImmutableArray<byte> before = TextBytes.At(memory, site.Address, site.Bytes.Length);
        byte[] whole = before.AsSpan()[1..].SequenceEqual(site.Expected.AsSpan(1)) ? site.Expected : site.Bytes;
        try
        {
            WriteText(site.Address, whole.AsSpan(0, 1));
        }
        catch (GuestFaultException)
        {
            return new PatchStep(PatchPhase.Undo, site.Address, PatchError.NotWritable);
        }

        Report(site.Address, PatchPhase.Undo, before);
        return new PatchStep(PatchPhase.Undo, site.Address);
    }

    private void WriteText(GuestAddress address, ReadOnlySpan<byte> bytes)
    {
        if (isCoreText?.Invoke(address) == true)
        {
            memory.Poke(address, bytes);
        }
        else
        {
            memory.Write(address, bytes);
        }
    }

    private PatchStep Sync()
    {
        Observer?.Invoke(new TextPoked(GuestAddress.Null, PatchPhase.Sync, [], []));
        return new PatchStep(PatchPhase.Sync, GuestAddress.Null);
    }

    private void Report(GuestAddress site, PatchPhase phase, ImmutableArray<byte> before) =>
        Observer?.Invoke(new TextPoked(site, phase, before, TextBytes.At(memory, site, before.Length)));
}
