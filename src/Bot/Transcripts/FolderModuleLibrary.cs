using TriageBot.Engine.Modules;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Bot.Transcripts;

/// <summary>Module definitions of a folder: <c>NAME.yaml</c> for <c>insmod NAME.ko</c>. Each file is read once.</summary>
/// <param name="folder">The folder; it need not exist until a module is asked for.</param>
/// <param name="fallback">Asked for what the folder does not have.</param>
internal sealed class FolderModuleLibrary(string folder, IModuleLibrary fallback) : IModuleLibrary
{
    private readonly Dictionary<string, ModuleDefinition?> _read = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <exception cref="ProgramStoppedException">The file is there and is no definition, or cannot be read.</exception>
    public ModuleDefinition? Find(string name)
    {
        if (!_read.TryGetValue(name, out ModuleDefinition? module))
        {
            module = Read(name) ?? fallback.Find(name);
            _read.Add(name, module);
        }

        return module;
    }

    private ModuleDefinition? Read(string name)
    {
        // A name comes out of a transcript: it must not lead out of the folder.
        string path = Path.Combine(folder, Path.GetFileName(name) + ".yaml");
        try
        {
            return File.Exists(path) ? ModuleFileReader.Read(File.ReadAllText(path), path) : null;
        }
        catch (ScenarioException problem)
        {
            throw new ProgramStoppedException(problem.Message, ExitCode.WrongUse, problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{path} cannot be read: {problem.Message}", ExitCode.Unreachable, problem);
        }
    }
}
