namespace TriageBot.Bot.Scan;

/// <summary>A public-inbox v2 archive: git epochs in which every commit adds one message as blob <c>m</c>, or takes one out with blob <c>d</c>.</summary>
/// <param name="directory">A bare repository, one with a work tree, or a folder that holds <c>git/0.git</c>, <c>git/1.git</c>, ...</param>
/// <remarks>Read through git itself: one <c>rev-list</c> and one <c>cat-file --batch</c> an epoch. The cursor is <c>epoch:commit</c>.</remarks>
public sealed class PublicInboxSource(string directory) : IMessageSource
{
    /// <summary>Whether a folder is such an archive.</summary>
    public static bool Fits(string directory) => Epochs(directory).Count > 0;

    /// <inheritdoc/>
    public IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken)
    {
        List<string> epochs = Epochs(directory);
        (int first, string? commit) = Parse(since);
        for (int epoch = first; epoch < epochs.Count; epoch++)
        {
            foreach (SourceMessage message in ReadEpoch(epochs[epoch], epoch, epoch == first ? commit : null, cancellationToken))
            {
                yield return message;
            }
        }
    }

    private static (int Epoch, string? Commit) Parse(string? since)
    {
        int colon = since?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return since is not null && colon > 0 && int.TryParse(since.AsSpan(0, colon), out int epoch) ? (epoch, since[(colon + 1)..]) : (0, null);
    }

    private static List<string> Epochs(string directory)
    {
        if (Directory.Exists(Path.Combine(directory, ".git")))
        {
            return [Path.Combine(directory, ".git")];
        }

        if (Directory.Exists(Path.Combine(directory, "objects")) && File.Exists(Path.Combine(directory, "HEAD")))
        {
            return [directory];
        }

        string parent = Path.Combine(directory, "git");
        return Directory.Exists(parent)
            ? [.. Directory.GetDirectories(parent, "*.git").OrderBy(EpochNumber).ThenBy(path => path, StringComparer.Ordinal)]
            : [];
    }

    private static int EpochNumber(string path) => int.TryParse(Path.GetFileNameWithoutExtension(path), out int number) ? number : int.MaxValue;

    private static IEnumerable<SourceMessage> ReadEpoch(string repository, int epoch, string? since, CancellationToken cancellationToken)
    {
        List<string> commits = GitProcess.Lines(repository, ["rev-list", "--reverse", since is null ? "HEAD" : since + "..HEAD"]);
        using GitBlobReader blobs = new(repository);
        foreach ((string commit, byte[]? message) in blobs.Read(commits, "m", cancellationToken))
        {
            string cursor = $"{epoch}:{commit}";
            yield return message is not null
                ? new SourceMessage(commit, message, cursor)
                : Missing(repository, commit, cursor);
        }
    }

    // A commit without "m" takes a message out ("d") or is damaged; both are rare enough for a process each.
    private static SourceMessage Missing(string repository, string commit, string cursor)
    {
        bool deleted = GitProcess.Succeeds(repository, ["cat-file", "-e", commit + ":d"]);
        return deleted
            ? new SourceMessage(commit, ReadOnlyMemory<byte>.Empty, cursor, Deleted: true)
            : new SourceMessage(commit, ReadOnlyMemory<byte>.Empty, cursor, $"Commit {commit} holds no message.");
    }
}
