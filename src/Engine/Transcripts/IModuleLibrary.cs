using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Transcripts;

/// <summary>Where <c>insmod</c> finds module files.</summary>
public interface IModuleLibrary
{
    /// <summary>The module of a file name without <c>.ko</c>, or null.</summary>
    ModuleDefinition? Find(string name);
}
