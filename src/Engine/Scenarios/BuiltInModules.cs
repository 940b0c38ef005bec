using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Engine.Scenarios;

/// <summary>The modules of the scenario matrix, embedded. They are compiled once; definitions are immutable.</summary>
public sealed class BuiltInModules : IModuleLibrary
{
    private static readonly Lazy<FrozenDictionary<string, ModuleDefinition>> Compiled = new(Load);
    private readonly ModuleDefinition? _third;

    /// <summary>The modules as embedded.</summary>
    public BuiltInModules()
    {
    }

    /// <summary>The modules, with blocks of given priorities for the third user of the chain.</summary>
    /// <param name="thirdPriorities">In the order of registration; <c>refuse=</c> and <c>stop=</c> name them by index.</param>
    public BuiltInModules(IEnumerable<int> thirdPriorities)
    {
        ModuleDefinition third = Compiled.Value["third"];
        _third = third with
        {
            Observer = third.Observer! with
            {
                Blocks = [.. thirdPriorities.Select(p => new ObserverBlock(Profiles.PriorityText.Format(p), p, Silent: true))],
            },
        };
    }

    /// <inheritdoc/>
    public ModuleDefinition? Find(string name) => name == "third" && _third is not null ? _third : Compiled.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, ModuleDefinition> Load()
    {
        Assembly assembly = typeof(BuiltInModules).Assembly;
        Dictionary<string, ModuleDefinition> modules = new(StringComparer.Ordinal);
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith("modules/", StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            ModuleDefinition module = ModuleFileReader.Read(Encoding.UTF8.GetString(bytes), resource);
            modules.Add(module.Name, module);
        }

        return modules.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
