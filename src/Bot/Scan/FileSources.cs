using System.IO.Compression;
using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Scan;

/// <summary>A single message in a file.</summary>
public sealed class MessageFileSource(string path) : IMessageSource
{
    /// <inheritdoc/>
    public IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken)
    {
        yield return new SourceMessage(path, File.ReadAllBytes(path), "");
    }
}

/// <summary>An mbox file in any of the four variants, as it is or compressed with gzip. The cursor is the byte offset of the member.</summary>
public sealed class MailboxSource(string path) : IMessageSource
{
    /// <summary>Opens the file, undoing gzip by content.</summary>
    public static Stream Open(string path)
    {
        FileStream file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <inheritdoc/>
    public IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken)
    {
        long after = long.TryParse(since, out long offset) ? offset : -1;
        using Stream stream = Open(path);
        foreach (MailboxMember member in MailboxReader.Read(stream))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member.Offset > after)
            {
                yield return new SourceMessage($"{path} at {member.Offset}", member.Bytes, $"{member.Offset}", member.Damage?.Message);
            }
        }
    }
}

/// <summary>A Maildir: the files of <c>cur</c> and <c>new</c>, by name. The cursor is the file name.</summary>
public sealed class MaildirSource(string directory) : IMessageSource
{
    private static readonly string[] Parts = ["cur", "new"];

    /// <summary>Whether a folder is a Maildir.</summary>
    public static bool Fits(string directory) => Directory.Exists(Path.Combine(directory, "cur")) && Directory.Exists(Path.Combine(directory, "new"));

    /// <inheritdoc/>
    public IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken)
    {
        IEnumerable<string> files = Parts.SelectMany(part => Directory.EnumerateFiles(Path.Combine(directory, part)));
        foreach (string file in files.OrderBy(NameOf, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = NameOf(file);
            if (since is not null && string.CompareOrdinal(name, since) <= 0)
            {
                continue;
            }

            yield return ReadFile(file, name);
        }
    }

    private static SourceMessage ReadFile(string file, string name)
    {
        try
        {
            return new SourceMessage(file, File.ReadAllBytes(file), name);
        }
        catch (FileNotFoundException)
        {
            // Mail programs rename files while they are read; the message is found again under its new name.
            return new SourceMessage(file, ReadOnlyMemory<byte>.Empty, name, "The file went away while the folder was read.");
        }
    }

    // Flags behind ":2," change when a message is read; the name in front of them stays.
    private static string NameOf(string path) => Path.GetFileName(path).Split(':')[0];
}
