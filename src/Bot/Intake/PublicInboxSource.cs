using System.Globalization;

namespace TriageBot.Bot.Intake;

/// <summary>A public-inbox v2 archive: git epochs in which every commit adds one message as blob <c>m</c>, or takes one out with blob <c>d</c>.
/// A message that is taken out later is not handed out; its removal is, as a deleted message.</summary>
/// <param name="directory">A bare repository, one with a work tree, or a folder that holds <c>0.git</c>, <c>1.git</c>, ... or <c>git/0.git</c>, ...</param>
/// <remarks>Read through git itself, which measured faster than LibGit2Sharp (<c>tests/Benchmarks/RESULTS.md</c>): one <c>log --raw</c> and one
/// <c>cat-file --batch</c> an epoch. The cursor is <c>epoch:commit</c>.</remarks>
public sealed class PublicInboxSource(string directory) : IMessageSource
{
    /// <inheritdoc/>
    public IAsyncEnumerable<SourceMessage> ReadAsync(string? since, CancellationToken cancellationToken) =>
        Read(since, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public long? Count(string? since)
    {
        (int first, string? commit) = Parse(since);
        return InboxEpoch.All(directory).Where(epoch => epoch.Number >= first && !epoch.IsEmpty())
            .Sum(epoch => epoch.CountCommits(RangeOf(epoch, epoch.Number == first ? commit : null)));
    }

    internal IEnumerable<SourceMessage> Read(string? since, CancellationToken cancellationToken)
    {
        (int first, string? commit) = Parse(since);
        foreach (InboxEpoch epoch in InboxEpoch.All(directory).Where(epoch => epoch.Number >= first))
        {
            if (epoch.IsEmpty())
            {
                continue;
            }

            if (!epoch.IsArchive())
            {
                throw new IOException($"{epoch.Repository} is a git repository, but no public-inbox v2 archive: its tree must hold one file, m or d.");
            }

            foreach (SourceMessage message in ReadEpoch(epoch, epoch.Number == first ? commit : null, cancellationToken))
            {
                yield return message;
            }
        }
    }

    private static (int Epoch, string? Commit) Parse(string? since)
    {
        int colon = since?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (since is null || colon < 0)
        {
            // A bare commit is one of the first epoch; what is no commit starts the archive anew.
            return (0, since);
        }

        return int.TryParse(since.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) ? (epoch, since[(colon + 1)..]) : (0, null);
    }

    private static IEnumerable<SourceMessage> ReadEpoch(InboxEpoch epoch, string? since, CancellationToken cancellationToken)
    {
        string range = RangeOf(epoch, since);
        if (since is not null && range.Equals("HEAD", StringComparison.Ordinal))
        {
            yield return new SourceMessage(
                epoch.Repository, ReadOnlyMemory<byte>.Empty, "",
                $"{epoch.Repository}: commit {since} of the cursor is not in its history (any more); the epoch is read from its start.");
        }

        Dictionary<string, int> deletions = InboxEntry.Deletions(epoch.Repository, range);
        using GitBlobReader reader = new(epoch.Repository);
        foreach ((InboxEntry entry, byte[]? blob) in reader.Read(InboxEntry.Of(epoch.Repository, range), cancellationToken))
        {
            int left = entry.Blob.Length > 0 ? deletions.GetValueOrDefault(entry.Blob) : 0;
            if (left > 0 && !entry.Deletes)
            {
                continue;
            }

            if (left > 0)
            {
                deletions[entry.Blob] = left - 1;
            }

            yield return Message(epoch, entry, blob);
        }
    }

    // A purge rewrites history: what the cursor names is gone or is no ancestor any more, and only the whole epoch is sure to miss nothing.
    private static string RangeOf(InboxEpoch epoch, string? since) =>
        since is not null && IsHash(since) && epoch.Holds(since) ? since + "..HEAD" : "HEAD";

    private static SourceMessage Message(InboxEpoch epoch, InboxEntry entry, byte[]? blob)
    {
        string where = $"{epoch.Repository} commit {entry.Commit}{(entry.Blob.Length > 0 ? " blob " : "")}{entry.Blob}";
        string cursor = $"{epoch.Number}:{entry.Commit}";
        string? damage = blob is not null ? null
            : entry.Blob.Length == 0 ? $"{where}: the commit adds no message."
            : $"{where}: the message is missing, damaged or larger than {SourceMessage.MaxBytes} bytes.";
        return new SourceMessage(where, blob, cursor, entry.Deletes ? null : damage, entry.Deletes);
    }

    private static bool IsHash(string text) => text.Length is >= 7 and <= 64 && text.All(char.IsAsciiHexDigit);
}
