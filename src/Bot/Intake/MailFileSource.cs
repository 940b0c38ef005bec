using System.Globalization;

namespace TriageBot.Bot.Intake;

/// <summary>A file or stream with one message or a mailbox in any of the four variants, plain or compressed with gzip or zstd.
/// The cursor is the byte offset of a message.</summary>
/// <param name="name">What it is called, for people.</param>
/// <param name="open">Opens it; what comes is closed at the end.</param>
public sealed class MailFileSource(string name, Func<Stream> open) : IMessageSource
{
    /// <summary>A file.</summary>
    public MailFileSource(string path)
        : this(path, () => File.OpenRead(path))
    {
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceMessage> ReadAsync(string? since, CancellationToken cancellationToken) =>
        Read(since, cancellationToken).ToAsyncEnumerable();

    /// <summary>The same without waiting.</summary>
    internal IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken)
    {
        long after = long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out long offset) ? offset : -1;
        foreach (SourceMessage message in MailFile.Read(open(), name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (long.Parse(message.Cursor, CultureInfo.InvariantCulture) > after)
            {
                yield return message;
            }
        }
    }
}
