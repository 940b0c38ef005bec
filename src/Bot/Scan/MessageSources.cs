namespace TriageBot.Bot.Scan;

/// <summary>Finds out what kind of source a path is.</summary>
public static class MessageSources
{
    /// <summary>Opens a public-inbox archive, Maildir, mbox or single message, told by content.</summary>
    /// <exception cref="IOException">The path does not exist or is no source.</exception>
    public static IMessageSource Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
        {
            if (PublicInboxSource.Fits(path))
            {
                return new PublicInboxSource(path);
            }

            return MaildirSource.Fits(path)
                ? new MaildirSource(path)
                : throw new IOException($"{path} is neither a public-inbox archive nor a Maildir.");
        }

        if (!File.Exists(path))
        {
            throw new IOException($"{path} does not exist.");
        }

        return IsMailbox(path) ? new MailboxSource(path) : new MessageFileSource(path);
    }

    private static bool IsMailbox(string path)
    {
        try
        {
            using Stream stream = MailboxSource.Open(path);
            byte[] head = new byte[5];
            int read = stream.ReadAtLeast(head, 5, throwOnEndOfStream: false);
            return (read == 5 && head.AsSpan().SequenceEqual("From "u8)) || Path.GetExtension(path) is ".mbox" or ".gz";
        }
        catch (InvalidDataException error)
        {
            throw new IOException($"{path} is a damaged gzip file.", error);
        }
    }
}
