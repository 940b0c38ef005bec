using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Intake;

/// <summary>The sources of the settings; without any, the demo mailbox that comes with the program.</summary>
internal sealed class ConfiguredSources(IOptions<TriageBotOptions> options, SettingSources folders)
{
    /// <summary>Paths of the sources.</summary>
    public IReadOnlyList<string> Paths => options.Value.Sources.Count == 0
        ? [Path.Combine(folders.ProgramFolder, "demo.mbox")]
        : [.. options.Value.Sources.Select(s => Path.GetFullPath(s.Path, folders.WorkingFolder))];

    /// <summary>Messages of one source, lazily, in the order of the source.</summary>
    /// <exception cref="IOException">The source is not there or cannot be read; also <see cref="UnauthorizedAccessException"/>.</exception>
    public IEnumerable<RawMessage> Read(string path)
    {
        // Inside the iteration, so that a source that is not there is one that cannot be read on.
        foreach (SourceMessage message in MessageSources.Open(path).ReadAsync(since: null, CancellationToken.None).ToBlockingEnumerable())
        {
            if (message.IsReadable)
            {
                yield return new RawMessage(message.Bytes, NameOf(message.Where));
            }
        }
    }

    private string NameOf(string where)
    {
        bool isBundled = where.StartsWith(folders.ProgramFolder, StringComparison.Ordinal);
        string folder = isBundled ? folders.ProgramFolder : folders.WorkingFolder;
        string relative = Path.GetRelativePath(folder, where);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(where) : relative;
    }
}
