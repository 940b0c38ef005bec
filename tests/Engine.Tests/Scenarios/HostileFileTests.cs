using System.Text;
using CsCheck;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Transcripts;
using Xunit;

namespace TriageBot.Engine.Tests.Scenarios;

/// <summary>Profiles and module files that somebody has damaged: each is refused with an error of its kind, or runs to an end.</summary>
public sealed class HostileFileTests
{
    private static readonly string[] Commands =
    [
        "insmod patch.ko", "insmod target.ko", "echo 5 > /sys/module/target/parameters/call", "echo function > /sys/kernel/tracing/current_tracer",
        "insmod target.ko", "rmmod target", "insmod target.ko fail_init=1", "echo 0 > /sys/kernel/livepatch/patch/enabled", "rmmod patch",
    ];

    [Theory]
    [InlineData("v6.1")]
    [InlineData("v6.1+split")]
    [InlineData("ftrace-5156dca")]
    public void FromJson_damaged_profile_is_refused_or_boots_and_runs(string name)
    {
        string good = Resource($"profiles/{name}.json");

        Gen.OneOf(HostileText.From(good), HostileText.Shuffled(good, '"', ' ')).Sample(RunProfile, iter: 300);
    }

    [Theory]
    [InlineData("target")]
    [InlineData("patch")]
    [InlineData("third")]
    public void Read_damaged_module_is_refused_or_loads(string name)
    {
        string good = Resource($"modules/{name}.yaml");

        Gen.OneOf(HostileText.From(good), HostileText.Shuffled(good, ' ', '\n')).Sample(RunModule, iter: 300);
    }

    [Theory]
    [InlineData("""{ "extends": 5 }""")]
    [InlineData("""{ "extends": "v6.1", "name": [] }""")]
    [InlineData("""{ "extends": "v6.1", "extends": "v4.6" }""")]
    [InlineData("""{ "extends": "v6.1", "removeSteps": [null] }""")]
    [InlineData("""{ "extends": "v6.1", "removeSteps": "chain" }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": [null] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": ["layout or"] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": ["goto"] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": ["set_state"] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": ["set_state LATE"] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": ["chain"] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": ["chain COMING GOING"] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": ["goto load"] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": ["klp.magic"] } }""")]
    [InlineData("""{ "extends": "v6.1", "programs": { "load": null } }""")]
    [InlineData("""{ "extends": "v6.1", "moduleChain": [null] }""")]
    [InlineData("""{ "extends": "v6.1", "moduleChain": [ { "callback": "a", "priority": "high", "file": "a.c" } ] }""")]
    [InlineData("""{ "extends": "v6.1", "moduleChain": [ { "callback": "a", "priority": "1", "file": "a.c", "actions": { "COMMING": "klp.module_coming" } } ] }""")]
    [InlineData("""{ "extends": "v6.1", "moduleChain": [ { "callback": "a", "priority": "1", "file": "a.c", "actions": { "COMING": null } } ] }""")]
    [InlineData("""{ "extends": "v6.1", "addBlocks": [null] }""")]
    [InlineData("""{ "extends": "v6.1", "commits": [null] }""")]
    [InlineData("""{ "extends": "v6.1", "versions": [null] }""")]
    [InlineData("""{ "extends": "v6.1", "knownBreaks": [null] }""")]
    [InlineData("""{ "extends": "v6.1", "knownBreaks": [ { "invariant": "I1" } ] }""")]
    [InlineData("""{ "extends": "v6.1", "dependsOn": [null] }""")]
    [InlineData("""{ "extends": "v6.1", "dependsOn": [ { "setup": "ftrace.module_enable", "dependent": "klp.module_coming", "undoDependent": "klp.module_going" } ] }""")]
    [InlineData("""{ "extends": "v6.1", "setBlocks": { "klp.module_coming": 7 }, "ftrace": null, "livepatch": 5 }""")]
    public void FromJson_profile_that_cannot_run_is_refused(string json) =>
        Assert.Contains("my.json", Assert.Throws<ProfileException>(() => Boot(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void FromJson_text_that_is_too_long_is_refused() =>
        Assert.Throws<ProfileException>(() => KernelProfileCatalog.FromJson($"{{ \"standsFor\": \"{new string('x', 1 << 20)}\" }}", "my.json"));

    [Fact]
    public void FromJson_text_that_is_too_deep_is_refused() =>
        Assert.Throws<ProfileException>(() => KernelProfileCatalog.FromJson(new string('[', 10_000), "my.json"));

    private static void Boot(string json) => new KernelShell(new EmulatedKernel(KernelProfileCatalog.FromJson(json, "my.json")), new BuiltInModules()).Run("insmod target.ko");

    private static void RunProfile(string json)
    {
        try
        {
            EmulatedKernel kernel = new(KernelProfileCatalog.FromJson(json, "my.json"));
            Run(kernel, new BuiltInModules());
        }
        catch (ProfileException)
        {
            // Refused, at reading, at booting, or when a program turned out not to end.
        }
    }

    private static void RunModule(string yaml)
    {
        try
        {
            ModuleDefinition module = ModuleFileReader.Read(yaml, "my.yaml");
            Run(new EmulatedKernel(KernelProfileCatalog.Get("v6.1")), new Library(module));
        }
        catch (ScenarioException)
        {
            // Refused.
        }
    }

    private static void Run(EmulatedKernel kernel, IModuleLibrary modules)
    {
        InvariantMonitor monitor = new(kernel);
        KernelShell shell = new(kernel, modules);
        foreach (string command in Commands)
        {
            shell.Run(command);
            if (shell.Oops is null)
            {
                monitor.AfterCommand();
            }
        }
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(KernelProfileCatalog).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private sealed class Library(ModuleDefinition own) : IModuleLibrary
    {
        public ModuleDefinition? Find(string name) => name == own.Name ? own : new BuiltInModules().Find(name);
    }
}
