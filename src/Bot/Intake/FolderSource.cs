namespace TriageBot.Bot.Intake;

/// <summary>A folder of mail files, by name: messages, mailboxes, either compressed. The cursor is the file name and the place in it.</summary>
public sealed class FolderSource : IMessageSource
{
    private static readonly string[] Endings = [".eml", ".mbox", ".mbx", ".mail", ".patch", ".gz", ".zst"];

    private readonly string _directory;

    private FolderSource(string directory) => _directory = directory;

    /// <summary>Opens a folder that holds at least one such file.</summary>
    /// <exception cref="IOException">It holds none.</exception>
    public static FolderSource Open(string directory) => Files(directory).Any()
        ? new FolderSource(directory)
        : throw new IOException($"{directory} is neither a public-inbox archive nor a Maildir, and holds no mail files ({string.Join(", ", Endings)}).");

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceMessage> ReadAsync(string? since, CancellationToken cancellationToken) =>
        Read(since, cancellationToken).ToAsyncEnumerable();

    private IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken)
    {
        int colon = since?.LastIndexOf(':') ?? -1;
        string? last = colon > 0 ? since![..colon] : null;
        foreach (string file in Files(_directory).OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            int order = last is null ? 1 : string.CompareOrdinal(name, last);
            foreach (SourceMessage message in order < 0 ? [] : new MailFileSource(file).Read(order == 0 ? since![(colon + 1)..] : null, cancellationToken))
            {
                yield return message with { Cursor = $"{name}:{message.Cursor}" };
            }
        }
    }

    private static IEnumerable<string> Files(string directory) =>
        Directory.EnumerateFiles(directory).Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
}
