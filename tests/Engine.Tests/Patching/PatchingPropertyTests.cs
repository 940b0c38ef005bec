using CsCheck;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;
using Xunit;

namespace TriageBot.Engine.Tests.Patching;

/// <summary>Random batches of sites: after every step of a patch, each site still is an instruction, and a CPU that runs it does what the patcher promises.</summary>
public sealed class PatchingPropertyTests
{
    private const int SiteCount = 6;

    private static readonly string[] Kinds = ["nothing", "old", "new"];

    private static readonly Gen<(int Site, int From, int To)[]> Changes =
        Gen.Select(Gen.Int[0, SiteCount - 1], Gen.Int[0, 2], Gen.Int[0, 2]).Array[1, SiteCount]
            .Select(changes => changes.DistinctBy(c => c.Item1).ToArray());

    [Fact]
    public void TextPoke_every_site_at_every_step_runs_as_before_or_as_after() => Changes.Sample(
        changes => new Sites(memory => new TextPoke(memory), changes).Holds((now, from, to) => now == from || now == to), iter: 300);

    [Fact]
    public void BreakpointPatcher_every_site_at_every_step_runs_as_before_or_as_after_or_is_skipped() => Changes.Sample(
        changes => new Sites(memory => new BreakpointPatcher(memory), changes).Holds((now, from, to) => now == from || now == to || now == "nothing"), iter: 300);

    private sealed class Sites
    {
        private static readonly GuestAddress Text = new(0xffffffffa0000000);
        private static readonly GuestAddress Stack = new(0xffffc90000000000);

        private readonly GuestMemory _memory = new();
        private readonly X64Interpreter _interpreter;
        private readonly VirtualCpu _cpu = new(0, Stack + 0x1000);
        private readonly ICodePatcher _patcher;
        private readonly (int Site, int From, int To)[] _changes;
        private string _called = "";

        public Sites(Func<GuestMemory, ICodePatcher> create, (int Site, int From, int To)[] changes)
        {
            _changes = changes;
            _memory.Map(Text, 0x1000, PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute);
            _memory.Map(Stack, 0x1000, PagePermissions.Read | PagePermissions.Write);
            HostFunctionTable host = new();
            host.Bind(PatchedSite.Old, "old", _ => _called = "old");
            host.Bind(PatchedSite.New, "new", _ => _called = "new");
            _patcher = create(_memory);
            _interpreter = new X64Interpreter(_memory, host) { BreakpointHandler = cpu => _patcher.HandleBreakpoint(cpu, _memory) };
            foreach ((int site, int from, int _) in changes)
            {
                _memory.Poke(At(site), [.. Bytes(site, from), 0xb8, 42, 0, 0, 0, 0xc3]);
            }
        }

        public bool Holds(Func<string, string, string, bool> mayRun)
        {
            // Sorted as ftrace's records are; what a lower site flushes is another test's matter.
            foreach ((int site, int from, int to) in _changes.OrderBy(c => c.Site))
            {
                _patcher.Queue(At(site), Bytes(site, from), Bytes(site, to));
            }

            bool holds = true;
            foreach (PatchStep _ in _patcher.Steps())
            {
                holds &= _changes.All(c => IsInstruction(c) && mayRun(Run(c.Site), Kinds[c.From], Kinds[c.To]));
            }

            return holds && _changes.All(c => Run(c.Site) == Kinds[c.To]);
        }

        private static GuestAddress At(int site) => Text + (site * 0x40);

        private static byte[] Bytes(int site, int kind) => kind switch
        {
            0 => [.. X86Nops.Nop5],
            1 => [.. CallEncoding.Call(At(site), PatchedSite.Old)],
            _ => [.. CallEncoding.Call(At(site), PatchedSite.New)],
        };

        private bool IsInstruction((int Site, int From, int To) change)
        {
            byte[] now = new byte[CallEncoding.Length];
            _memory.Read(At(change.Site), now);
            return now[0] == CallEncoding.Int3 || now.AsSpan().SequenceEqual(Bytes(change.Site, change.From)) || now.AsSpan().SequenceEqual(Bytes(change.Site, change.To));
        }

        private string Run(int site)
        {
            _called = "nothing";
            return _interpreter.Call(_cpu, At(site), []) == 42 ? _called : "lost";
        }
    }
}
