namespace TriageBot.Bot.Intake;

/// <summary>A Maildir: the files of <c>cur</c> and <c>new</c>, by name. The cursor is the file name without flags.</summary>
public sealed class MaildirSource(string directory) : IMessageSource
{
    private static readonly string[] Parts = ["cur", "new"];

    /// <summary>Whether a folder is a Maildir.</summary>
    public static bool Fits(string directory) => Parts.All(part => Directory.Exists(Path.Combine(directory, part)));

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceMessage> ReadAsync(string? since, CancellationToken cancellationToken) =>
        Read(since, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public long? Count(string? since) => Files(since).Count();

    private IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken)
    {
        foreach (string file in Files(since).OrderBy(NameOf, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return ReadFile(file, NameOf(file));
        }
    }

    private IEnumerable<string> Files(string? since) =>
        Parts.SelectMany(part => Directory.EnumerateFiles(Path.Combine(directory, part)))
            .Where(file => !Path.GetFileName(file).StartsWith('.') && (since is null || string.CompareOrdinal(NameOf(file), since) > 0));

    private static SourceMessage ReadFile(string file, string name)
    {
        try
        {
            // One file is one message, whatever its first line looks like.
            bool fits = new FileInfo(file).Length <= SourceMessage.MaxBytes;
            return fits
                ? new SourceMessage(file, File.ReadAllBytes(file), name)
                : new SourceMessage(file, ReadOnlyMemory<byte>.Empty, name, $"{file} is larger than {SourceMessage.MaxBytes} bytes.");
        }
        catch (FileNotFoundException)
        {
            // Mail programs rename files while they are read; the message is found again under its new name.
            return new SourceMessage(file, ReadOnlyMemory<byte>.Empty, name, $"{file} went away while the folder was read.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new SourceMessage(file, ReadOnlyMemory<byte>.Empty, name, $"{file} cannot be read: {error.Message}");
        }
    }

    // Flags behind ":2," change when a message is read; the name in front of them stays.
    private static string NameOf(string path) => Path.GetFileName(path).Split(':')[0];
}
