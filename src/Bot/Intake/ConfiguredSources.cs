using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Intake;

/// <summary>The sources of the settings; without any, the demo mailbox that comes with the program.</summary>
internal sealed class ConfiguredSources(IOptions<TriageBotOptions> options, SettingSources folders)
{
    private static readonly string[] s_endings = [".eml", ".mbox"];

    /// <summary>Paths of the sources.</summary>
    public IReadOnlyList<string> Paths => options.Value.Sources.Count == 0
        ? [Path.Combine(folders.ProgramFolder, "demo.mbox")]
        : [.. options.Value.Sources.Select(s => Path.GetFullPath(s.Path, folders.WorkingFolder))];

    /// <summary>Messages of one source, lazily, in file order.</summary>
    /// <exception cref="IOException">The file or folder is not there or cannot be read; also <see cref="UnauthorizedAccessException"/>.</exception>
    public IEnumerable<RawMessage> Read(string path)
    {
        string[] files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path).Where(f => s_endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)]
            : [path];
        return files.SelectMany(ReadFile);
    }

    private IEnumerable<RawMessage> ReadFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        foreach (RawMessage message in MailFile.Read(stream, NameOf(path)))
        {
            yield return message;
        }
    }

    private string NameOf(string path)
    {
        string relative = Path.GetRelativePath(folders.WorkingFolder, path);
        bool isBundled = path.StartsWith(folders.ProgramFolder, StringComparison.Ordinal);
        return isBundled || relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(path) : relative;
    }
}
