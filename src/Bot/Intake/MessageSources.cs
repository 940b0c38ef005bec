namespace TriageBot.Bot.Intake;

/// <summary>Finds out what kind of source a path is. The kind is told by content, never by a name's ending.</summary>
public static class MessageSources
{
    /// <summary>Opens a public-inbox v2 archive (folder, bare repository or bundle), a Maildir, a folder of mail files, an mbox or a single message;
    /// files may be compressed with gzip or zstd.</summary>
    /// <exception cref="IOException">The path does not exist or is no source.</exception>
    public static IMessageSource Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path))
        {
            return GitBundle.Fits(path) ? new GitBundle(path) : new MailFileSource(path);
        }

        if (!Directory.Exists(path))
        {
            throw new IOException($"{path} does not exist.");
        }

        if (InboxEpoch.All(path).Count > 0)
        {
            return new PublicInboxSource(path);
        }

        return MaildirSource.Fits(path) ? new MaildirSource(path) : FolderSource.Open(path);
    }
}
