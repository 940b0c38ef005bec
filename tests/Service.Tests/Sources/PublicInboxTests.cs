using TriageBot.Bot.Intake;
using TriageBot.Service.Tests.Servers;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests.Sources;

/// <summary>The IMAP server behind lore, started over an archive of our own or the one in the shared data.</summary>
public sealed class PublicInboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_anonymous_hands_out_every_message_of_the_archive()
    {
        await using PublicInbox server = new();
        await server.StartAsync(Enumerable.Range(0, 5).Select(i => SourceHarness.Mail($"m{i}@example.org")));

        List<SourceMessage> messages = await SourceHarness.Imap(server.Port, PublicInbox.Folder, "anonymous").AllAsync(null, Token);

        Assert.Equal(5, messages.Count(m => m.IsReadable));
    }

    [Fact]
    public async Task Read_behind_a_cursor_hands_out_what_came_later()
    {
        await using PublicInbox server = new();
        await server.StartAsync([SourceHarness.Mail("first@example.org")]);
        string cursor = (await SourceHarness.Imap(server.Port, PublicInbox.Folder, "anonymous").AllAsync(null, Token))[^1].Cursor;
        await server.AddAsync([SourceHarness.Mail("second@example.org")]);

        List<SourceMessage> messages = await SourceHarness.Imap(server.Port, PublicInbox.Folder, "anonymous").AllAsync(cursor, Token);

        Assert.Contains("second@example.org", System.Text.Encoding.UTF8.GetString(Assert.Single(messages).Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_whole_archive_hands_out_as_many_as_git_has()
    {
        string bundle = Path.Combine(Repository.Shared, "mail", "live-patching-2019-2025.bundle");
        Assert.SkipUnless(File.Exists(bundle), "The shared data with the archive is not there.");
        await using PublicInbox server = new();
        await server.StartFromBundleAsync(bundle);

        int count = (await SourceHarness.Imap(server.Port, PublicInbox.Folder, "anonymous").AllAsync(null, Token)).Count(m => m.IsReadable);

        Assert.InRange(count, 6000, 6129);
    }
}
