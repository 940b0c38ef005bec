using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake.Mailboxes;

namespace TriageBot.Bot.Intake;

/// <summary>The sources of the settings; without any, the demo mailbox that comes with the program.</summary>
internal sealed class ConfiguredSources(IOptions<TriageBotOptions> options, SettingSources folders)
{
    /// <summary>The sources, each with its name.</summary>
    public IEnumerable<NamedSource> All => options.Value.Sources.Count == 0
        ? [OfPath(Path.Combine(folders.ProgramFolder, "demo.mbox"), "")]
        : options.Value.Sources.Select(Of);

    /// <summary>IMAP folders that are waited at.</summary>
    public IEnumerable<WatchedSource> Watched => options.Value.Sources
        .Select((s, i) => new WatchedSource(Of(s, i).Name, $"Sources:{i}:Imap", s))
        .Where(w => w.Options is { Idle: true, Imap.IsSet: true });

    private NamedSource Of(SourceOptions source, int index)
    {
        string folder = folders.WorkingFolder;
        if (source.Imap.IsSet)
        {
            return new NamedSource(Name(source, $"imap:{source.Imap.Host}/{source.Folder}"), new ImapSource(source, $"Sources:{index}:Imap", folder));
        }

        return source.Pop3.IsSet
            ? new NamedSource(Name(source, $"pop3:{source.Pop3.User}@{source.Pop3.Host}"), new Pop3Source(source, $"Sources:{index}:Pop3", folder))
            : OfPath(Path.GetFullPath(source.Path, folder), source.Name);
    }

    private NamedSource OfPath(string path, string name) => new(name.Length > 0 ? name : NameOf(path), new PathSource(path, NameOf));

    private static string Name(SourceOptions source, string usual) => source.Name.Length > 0 ? source.Name : usual;

    // Relative where that says it all; two files of one name in different folders are two sources.
    private string NameOf(string where)
    {
        bool isBundled = where.StartsWith(folders.ProgramFolder, StringComparison.Ordinal);
        string relative = Path.GetRelativePath(isBundled ? folders.ProgramFolder : folders.WorkingFolder, where);
        return relative.StartsWith("..", StringComparison.Ordinal) ? where : relative;
    }

    /// <summary>A path, opened anew for each reading: what it is may have changed, and when it is not there, others are read all the same.</summary>
    private sealed class PathSource(string path, Func<string, string> nameOf) : IMessageSource
    {
        public async IAsyncEnumerable<SourceMessage> ReadAsync(string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (SourceMessage message in MessageSources.Open(path).ReadAsync(since, cancellationToken))
            {
                yield return message with { Where = nameOf(message.Where) };
            }
        }
    }
}
