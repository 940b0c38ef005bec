using System.Runtime.InteropServices;
using CsCheck;
using TriageBot.Engine.Code;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Tests.Code;
using TriageBot.Engine.Transcripts;
using Xunit;

namespace TriageBot.Engine.Tests.Kernel;

/// <summary>Module files and module code that somebody has damaged are loaded and run: a fault ends the emulated kernel, never the program.</summary>
public sealed class HostileModuleTests
{
    private static readonly ModuleDefinition Good = new BuiltInModules().Find("target")!;

    [Theory]
    [InlineData("v4.6")]
    [InlineData("v6.1")]
    public void Insmod_damaged_file_ends_with_a_result_or_a_dead_kernel(string profile)
    {
        KernelProfile kernel = KernelProfileCatalog.Get(profile);
        byte[] file = ElfWriter.Write(Good.Image);
        Damage(file.Length).Sample(
            changes =>
            {
                byte[] bad = [.. file];
                Apply(changes, bad);
                if (ElfModuleReader.Read(bad).Module is ElfModule module)
                {
                    Run(kernel, Good with { Image = module.Image });
                }
            },
            iter: 300);
    }

    [Theory]
    [InlineData("v4.6")]
    [InlineData("v6.1")]
    public void Insmod_damaged_code_ends_with_a_result_or_a_dead_kernel(string profile)
    {
        KernelProfile kernel = KernelProfileCatalog.Get(profile);
        int[] texts = [.. Enumerable.Range(0, Good.Image.Sections.Length).Where(i => Good.Image.Sections[i].Flags.HasFlag(SectionFlags.Execute))];
        int longest = texts.Max(i => Good.Image.Sections[i].Bytes.Length);
        Gen.Select(Gen.Int[0, texts.Length - 1], Damage(longest)).Sample(
            (which, changes) =>
            {
                ImageSection section = Good.Image.Sections[texts[which]];
                byte[] bad = [.. section.Bytes];
                Apply(changes, bad);
                ImageSection damaged = section with { Bytes = ImmutableCollectionsMarshal.AsImmutableArray(bad) };
                Run(kernel, Good with { Image = Good.Image with { Sections = Good.Image.Sections.SetItem(texts[which], damaged) } });
            },
            iter: 300);
    }

    private static Gen<(int At, byte Value)[]> Damage(int length) => Gen.Select(Gen.Int[0, length - 1], Gen.Byte).Array[1, 8];

    private static void Apply((int At, byte Value)[] changes, byte[] bytes)
    {
        foreach ((int at, byte value) in changes)
        {
            bytes[at % bytes.Length] = value;
        }
    }

    private static void Run(KernelProfile profile, ModuleDefinition module)
    {
        EmulatedKernel kernel = new(profile);
        InvariantMonitor monitor = new(kernel);
        KernelShell shell = new(kernel, new Library(module));
        string[] commands =
        [
            "insmod patch.ko", "insmod target.ko", "echo 5 > /sys/module/target/parameters/call", "echo function > /sys/kernel/tracing/current_tracer", "rmmod target", "state end",
        ];
        foreach (string command in commands)
        {
            shell.Run(command);
            if (shell.Oops is null)
            {
                monitor.AfterCommand();
            }
        }
    }

    private sealed class Library(ModuleDefinition own) : IModuleLibrary
    {
        public ModuleDefinition? Find(string name) => name == own.Name ? own : new BuiltInModules().Find(name);
    }
}
