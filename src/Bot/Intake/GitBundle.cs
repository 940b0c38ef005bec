using System.Runtime.CompilerServices;

namespace TriageBot.Bot.Intake;

/// <summary>A public-inbox archive in a git bundle. It is unpacked into a temporary folder while it is read.</summary>
/// <remarks>The cursor is the archive's, so that it goes on to hold when a newer bundle takes the place of this one.</remarks>
public sealed class GitBundle(string path) : IMessageSource
{
    /// <summary>Whether a file is a bundle.</summary>
    public static bool Fits(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[16];
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..read].StartsWith("# v2 git bundle"u8) || head[..read].StartsWith("# v3 git bundle"u8);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceMessage> ReadAsync(string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("triagebot-bundle-");
        try
        {
            string repository = Path.Combine(folder.FullName, "0.git");
            GitProcess.Lines(repository, ["clone", "--quiet", "--bare", Path.GetFullPath(path), repository]);
            await foreach (SourceMessage message in new PublicInboxSource(repository).ReadAsync(since, cancellationToken))
            {
                yield return message with { Where = Named(message.Where, repository), Damage = message.Damage is null ? null : Named(message.Damage, repository) };
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string Named(string text, string repository) => text.Replace(repository, path, StringComparison.Ordinal);
}
