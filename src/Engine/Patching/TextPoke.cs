using System.Collections.Immutable;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Patching;

/// <summary>The patcher of 6.1: verified sites are queued and changed in batches; a CPU that meets the breakpoint acts as the new instruction.</summary>
/// <remarks>Source: <c>arch/x86/kernel/alternative.c</c>, <c>text_poke_queue()</c>, <c>text_poke_bp_batch()</c>, <c>poke_int3_handler()</c>;
/// facts X25, X26, X30 to X39. Queued writes ignore the page's permissions; early ones do not. Not modelled: the text mutex, which the caller holds.</remarks>
public sealed class TextPoke(GuestMemory memory) : ICodePatcher
{
    /// <summary>Sites in a full batch: <c>TP_VEC_MAX</c>, a page of 16-byte entries (fact X30).</summary>
    public const int BatchSize = 256;

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
        // text_poke_early() is a plain memcpy(): unlike text_poke() it needs writable text.
        ImmutableArray<byte> before = TextBytes.At(memory, site, bytes.Length);
        memory.Write(site, bytes);
        Observer?.Invoke(new TextPoked(site, PatchPhase.Early, before, TextBytes.At(memory, site, bytes.Length)));
    }

    /// <inheritdoc/>
    public PatchResult Queue(GuestAddress site, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> bytes)
    {
        PatchSite entry = PatchSite.Create(site, expected, bytes);
        PatchResult verified = entry.Verify(memory);
        if (!verified.Ok)
        {
            return verified;
        }

        // The handler finds a site by binary search, so a batch must ascend (fact X33).
        if (_queue.Count == BatchSize || (_queue.Count > 0 && _queue[^1].Address > site))
        {
            Finish();
        }

        _queue.Add(entry);
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
        foreach (PatchSite site in batch)
        {
            yield return Poke(site.Address, site.Bytes.Length, PatchPhase.Int3, 0, [CallEncoding.Int3]);
        }

        yield return Sync();
        foreach (PatchSite site in batch.Where(s => s.Bytes.Length > 1))
        {
            yield return Poke(site.Address, site.Bytes.Length, PatchPhase.Tail, 1, site.Bytes.AsSpan(1));
        }

        if (batch.Any(s => s.Bytes.Length > 1))
        {
            yield return Sync();
        }

        foreach (PatchSite site in batch.Where(s => s.Bytes[0] != CallEncoding.Int3))
        {
            yield return Poke(site.Address, site.Bytes.Length, PatchPhase.FirstByte, 0, site.Bytes.AsSpan(0, 1));
        }

        if (batch.Any(s => s.Bytes[0] != CallEncoding.Int3))
        {
            yield return Sync();
        }

        _active = [];
    }

    /// <inheritdoc/>
    public bool HandleBreakpoint(VirtualCpu cpu, GuestMemory memory)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ArgumentNullException.ThrowIfNull(memory);
        GuestAddress site = cpu.State.Rip - 1;
        PatchSite? found = _active.FirstOrDefault(s => s.Address == site);
        return found is not null && PatchInstruction.Emulate(cpu, memory, site, found.Bytes);
    }

    private PatchStep Sync()
    {
        Observer?.Invoke(new TextPoked(GuestAddress.Null, PatchPhase.Sync, [], []));
        return new PatchStep(PatchPhase.Sync, GuestAddress.Null);
    }

    private PatchStep Poke(GuestAddress site, int length, PatchPhase phase, int offset, ReadOnlySpan<byte> bytes)
    {
        ImmutableArray<byte> before = TextBytes.At(memory, site, length);
        memory.Poke(site + offset, bytes);
        Observer?.Invoke(new TextPoked(site, phase, before, TextBytes.At(memory, site, length)));
        return new PatchStep(phase, site);
    }
}
