using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Trace;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Engine.Tests.Livepatch;

/// <summary>A booted kernel with the debug lines of livepatch switched on, and modules that a test writes.</summary>
internal sealed class PatchedKernel : IModuleLibrary
{
    private readonly Dictionary<string, ModuleDefinition> _modules = new(StringComparer.Ordinal);
    private readonly KernelShell _shell;

    public PatchedKernel(string profile = "v6.1", params string[] modules)
        : this(KernelProfileCatalog.Get(profile), modules)
    {
    }

    public PatchedKernel(KernelProfile profile, params string[] modules)
    {
        Kernel = new EmulatedKernel(profile);
        Kernel.DynamicDebug.Execute("file kernel/livepatch/* +p");
        _shell = new KernelShell(Kernel, this);
        foreach (string module in modules)
        {
            ModuleDefinition definition = ModuleFileReader.Read(module, "test module");
            _modules.Add(definition.Name, definition);
        }
    }

    public EmulatedKernel Kernel { get; }

    public string? Oops => _shell.Oops;

    public ModuleDefinition? Find(string name) => _modules.GetValueOrDefault(name);

    /// <summary>Runs commands; what the last one made the kernel and user space print, without lines about tainting.</summary>
    public string[] Run(params ReadOnlySpan<string> commands)
    {
        int before = 0;
        foreach (string command in commands)
        {
            before = Kernel.Trace.Events.Count + 1;
            _shell.Run(command);
        }

        return [.. TranscriptWriter.Lines(Kernel.Trace.Events.Skip(before)).Where(l => !l.Contains("taint", StringComparison.Ordinal))];
    }

    /// <summary>Content of a file.</summary>
    public string Read(string path) => string.Join('|', Run("cat " + path));
}
