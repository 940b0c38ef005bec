using System.Collections.Frozen;
using System.Text;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Engine.Scenarios;

/// <summary>The modules of the scenario matrix and those of the kernel's livepatch selftests, embedded. Each is compiled once; definitions are immutable.</summary>
public sealed class BuiltInModules : IModuleLibrary
{
    private static readonly FrozenDictionary<string, Lazy<ModuleDefinition>> Compiled = Find();
    private readonly ModuleDefinition? _third;

    /// <summary>The modules as embedded.</summary>
    public BuiltInModules()
    {
    }

    /// <summary>The modules, with blocks of given priorities for the third user of the chain.</summary>
    /// <param name="thirdPriorities">In the order of registration; <c>refuse=</c> and <c>stop=</c> name them by index.</param>
    public BuiltInModules(IEnumerable<int> thirdPriorities)
    {
        ModuleDefinition third = Compiled["third"].Value;
        _third = third with
        {
            Observer = third.Observer! with
            {
                Blocks = [.. thirdPriorities.Select(p => new ObserverBlock(Profiles.PriorityText.Format(p), p, Silent: true))],
            },
        };
    }

    /// <inheritdoc/>
    public ModuleDefinition? Find(string name) => name == "third" && _third is not null ? _third : Compiled.GetValueOrDefault(name)?.Value;

    private static FrozenDictionary<string, Lazy<ModuleDefinition>> Find() => typeof(BuiltInModules).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith("modules/", StringComparison.Ordinal))
        .ToFrozenDictionary(n => n["modules/".Length..^".yaml".Length], n => new Lazy<ModuleDefinition>(() => Read(n)), StringComparer.Ordinal);

    private static ModuleDefinition Read(string resource)
    {
        using Stream stream = typeof(BuiltInModules).Assembly.GetManifestResourceStream(resource)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ModuleFileReader.Read(Encoding.UTF8.GetString(bytes), resource);
    }
}
