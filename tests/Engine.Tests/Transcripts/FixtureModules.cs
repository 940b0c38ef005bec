using TriageBot.Engine.Modules;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Transcripts;
using TriageBot.TestSupport;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary>The module definitions under <c>fixtures/modules</c>, each read once.</summary>
internal sealed class FixtureModules : IModuleLibrary
{
    private readonly Dictionary<string, ModuleDefinition?> _read = new(StringComparer.Ordinal);

    public ModuleDefinition? Find(string name)
    {
        if (!_read.TryGetValue(name, out ModuleDefinition? module))
        {
            string path = Repository.PathOf("fixtures", "modules", name + ".yaml");
            module = File.Exists(path) ? ModuleFileReader.Read(File.ReadAllText(path), path) : null;
            _read.Add(name, module);
        }

        return module;
    }
}
