using System.Buffers.Binary;
using System.Collections.Immutable;
using CsCheck;
using TriageBot.Engine.Code;
using TriageBot.Engine.Machine;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Engine.Tests.Code;

public sealed class ElfModuleReaderTests
{
    private const string Source = """
        static int state = 7;
        static char *names[] = { "a", "b" };
        static int zero;
        int show(int x) { pr_info("show %d %s\n", x, names[1]); return x + state + zero; }
        static int __init start(void) { pr_info("start\n"); return show(1); }
        module_init(start);
        """;

    [Fact]
    public void Read_file_of_a_compiled_module_gives_its_image_back()
    {
        ModuleImage image = MiniC.Compile(Source, new MiniCOptions()).Image!;

        ModuleImage read = ElfModuleReader.Read(ElfWriter.Write(image)).Module!.Image;

        Assert.Equal(
            image.Symbols.Where(s => s.Section >= 0 && s.Name.Length > 0).Select(s => (s.Name, image.Sections[s.Section].Name, s.Offset, s.Size, s.Global, s.IsFunction)),
            read.Symbols.Where(s => s.Section > 0 && s.Name.Length > 0).Select(s => (s.Name, read.Sections[s.Section].Name, s.Offset, s.Size, s.Global, s.IsFunction)));
    }

    [Fact]
    public void Read_module_links_to_the_same_bytes_as_before()
    {
        ModuleImage image = MiniC.Compile(Source, new MiniCOptions()).Image!;
        ModuleImage read = ElfModuleReader.Read(ElfWriter.Write(image)).Module!.Image;

        Assert.Equal(Linked(image), Linked(read));
    }

    [Fact]
    public void Read_call_sites_come_from_their_section()
    {
        ModuleImage image = MiniC.Compile(Source, new MiniCOptions()).Image!;
        ModuleImage read = ElfModuleReader.Read(ElfWriter.Write(image)).Module!.Image;

        Assert.Equal(
            image.McountLocations.Select(l => (image.Sections[l.Section].Name, l.Offset)),
            read.McountLocations.Select(l => (read.Sections[l.Section].Name, l.Offset)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7f454c46")]
    [InlineData("7f454c460201")]
    public void Read_file_that_is_too_short_is_a_problem(string bytes) =>
        Assert.NotNull(ElfModuleReader.Read(Convert.FromHexString(bytes)).Problem);

    [Fact]
    public void Read_program_that_is_linked_already_is_a_problem()
    {
        byte[] file = ElfWriter.Write(MiniC.Compile(Source, new MiniCOptions()).Image!);
        file[16] = 2;

        Assert.Equal("This is no relocatable x86-64 file.", ElfModuleReader.Read(file).Problem);
    }

    [Fact]
    public void Read_damaged_file_never_throws()
    {
        byte[] good = ElfWriter.Write(MiniC.Compile(Source, new MiniCOptions()).Image!);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 8].Sample(
            changes =>
            {
                byte[] bad = [.. good];
                foreach ((int at, byte value) in changes)
                {
                    bad[at] = value;
                }

                ReadAndLink(bad);
            },
            iter: 5_000,
            threads: 1);
    }

    [Fact]
    public void Read_damaged_headers_never_throw()
    {
        byte[] good = ElfWriter.Write(MiniC.Compile(Source, new MiniCOptions()).Image!);
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(good.AsSpan(40));
        Gen.Select(Gen.Int[table, good.Length - 8], Gen.OneOf(Gen.ULong, Gen.ULong[0, 5000], Gen.ULong[ulong.MaxValue - 100, ulong.MaxValue])).Array[1, 3].Sample(
            changes =>
            {
                byte[] bad = [.. good];
                foreach ((int at, ulong value) in changes)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(bad.AsSpan(at / 8 * 8), value);
                }

                ReadAndLink(bad);
            },
            iter: 5_000,
            threads: 1);
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("debian")]
    public void Read_recorded_module_has_its_parameters(string build)
    {
        ElfModule module = Recorded(build, "demo_target");

        Assert.Equal(
            [("fail_init", 0x124, "param_ops_bool", false, true), ("call", 0x80, null, true, false)],
            module.Parameters.Select(p => (p.Name, p.Mode, p.Operations, p.Set is not null, p.Variable is not null)));
    }

    [Fact]
    public void Read_recorded_livepatch_says_so()
    {
        ElfModule module = Recorded("custom", "demo_klp");

        Assert.Contains(new KeyValuePair<string, string>("livepatch", "Y"), module.Info);
    }

    [Fact]
    public void Read_recorded_module_of_the_stock_kernel_has_return_sites()
    {
        ElfModule module = Recorded("debian", "demo_target");

        Assert.All(module.ReturnSites, site => Assert.Equal(0xe9, module.Image.Sections[site.Section].Bytes[site.Offset]));
        Assert.NotEmpty(module.ReturnSites);
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("debian")]
    public void Run_recorded_module_prints_what_its_kernel_logged(string build)
    {
        CompiledModule machine = new(Recorded(build, "demo_target").Image, BindKernel);

        // The stock kernel's code keeps a canary in per-CPU data.
        GuestAddress perCpu = new(0xffff888000000000);
        machine.Memory.Map(perCpu, 0x1000, PagePermissions.Read);
        machine.Cpu.State.GsBase = perCpu;
        machine.Call("init_module");
        machine.Call("cleanup_module");

        string log = Path.Combine(Repository.Shared, "golden", "direct", "bytes.log");
        string[] expected = [.. File.ReadLines(log).Where(l => l.StartsWith("demo_target: ", StringComparison.Ordinal))];
        Assert.Equal(expected, machine.Log.Select(l => l.TrimEnd('\n')));
    }

    [Theory]
    [InlineData("demo_target_fn")]
    [InlineData("demo_target_leaf")]
    [InlineData("demo_target_frame")]
    [InlineData("call_set")]
    [InlineData("call_all")]
    public void Compile_puts_a_function_where_the_recorded_module_has_it(string function)
    {
        ModuleImage recorded = Recorded("custom", "demo_target").Image;
        ModuleImage compiled = MiniC.Compile(DemoModuleTests.SourceText.Replace("target_", "demo_target_", StringComparison.Ordinal), new MiniCOptions()).Image!;

        Assert.Equal(SectionOf(recorded, function), SectionOf(compiled, function));
    }

    private static void BindKernel(CompiledModule module)
    {
        foreach (string name in new[] { "param_ops_bool", "__x86_return_thunk", "__stack_chk_fail" })
        {
            module.Bind(name, _ => { });
        }
    }

    private static string SectionOf(ModuleImage image, string symbol) =>
        image.Sections[image.Symbols.Single(s => s.Name == symbol).Section].Name;

    private static ElfModule Recorded(string build, string name)
    {
        string path = Path.Combine(Repository.Shared, "golden", "modules", build, name + ".ko");
        Assert.SkipUnless(File.Exists(path), "The recorded modules are not beside the repository.");
        return ElfModuleReader.Read(File.ReadAllBytes(path)).Module!;
    }

    private static void ReadAndLink(byte[] file)
    {
        ElfModuleResult result = ElfModuleReader.Read(file);
        if (result.Module is not null)
        {
            ModuleLinker.Link(result.Module.Image, new GuestAddress(0xffffffffa0000000), new GuestAddress(0xffffffffb0000000), _ => null);
        }
    }

    private static ImmutableArray<string> Linked(ModuleImage image)
    {
        LinkResult link = ModuleLinker.Link(
            image, new GuestAddress(0xffffffffa0000000), new GuestAddress(0xffffffffa0100000), name => new GuestAddress(0xffffffff81000000 + (ulong)name.Length));
        return [.. link.Sections.Where(s => image.Sections[s.Section].Name != "__mcount_loc").Select(s => $"{s.Address} {Convert.ToHexStringLower(s.Bytes.AsSpan())}")];
    }
}
