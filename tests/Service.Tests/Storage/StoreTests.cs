using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using TriageBot.Bot;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.Servers;
using TriageBot.Service.Tests.Sources;
using Xunit;

[assembly: AssemblyFixture(typeof(TriageBot.Service.Tests.Storage.OnePostgres))]

namespace TriageBot.Service.Tests.Storage;

/// <summary>The store on both databases, a PostgreSQL of our own among them.</summary>
public sealed class StoreTests(OnePostgres postgres) : IAsyncLifetime
{
    private readonly ServerFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task TakeIn_same_message_through_two_sources_is_one_message(bool shared)
    {
        await using TriageStore store = await OpenAsync(shared);
        Inbox inbox = new(store, _clock);
        string mail = SourceHarness.Mail("one@example.org");

        int first = await inbox.TakeInAsync("a", [Message(mail, "1")], Token);
        int second = await inbox.TakeInAsync("b", [Message("Received: from elsewhere\n" + mail, "1")], Token);

        Assert.Equal((1, 0, 2), (first, second, await store.UseAsync((db, token) => db.Sightings.CountAsync(token), Token)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Together_failure_behind_a_write_leaves_nothing(bool shared)
    {
        await using TriageStore store = await OpenAsync(shared);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.TogetherAsync<bool>(
            async (unit, token) =>
            {
                await unit.AddRunAsync(new RunRow { Kind = RunRow.Nightly }, token);
                throw new InvalidOperationException("the process ended here");
            },
            Token));

        Assert.Equal(0, await store.UseAsync((db, token) => db.Runs.CountAsync(token), Token));
    }

    [Fact]
    public async Task TakeIn_full_disk_of_the_server_is_said_and_leaves_nothing_half_written()
    {
        await using TriageStore store = await OpenAsync(shared: true);
        await store.UseAsync(
            (db, token) => db.Database.ExecuteSqlRawAsync(
                """
                create function disk_full() returns trigger language plpgsql as
                $$ begin raise exception using errcode = '53100', message = 'could not extend file: No space left on device'; end $$;
                create trigger disk_full before insert on "Sighting" for each row execute function disk_full();
                """,
                token),
            Token);
        Inbox inbox = new(store, _clock);

        ProgramStoppedException failure = await Assert.ThrowsAsync<ProgramStoppedException>(
            () => inbox.TakeInAsync("a", [Message(SourceHarness.Mail("one@example.org"), "7")], Token));

        Assert.Contains("The disk of the server is full", failure.Message, StringComparison.Ordinal);
        Assert.Equal((0, null), (await store.UseAsync((db, token) => db.Messages.CountAsync(token), Token), await inbox.CursorAsync("a", Token)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task TakeIn_moves_the_cursor_with_the_messages(bool shared)
    {
        await using TriageStore store = await OpenAsync(shared);
        Inbox inbox = new(store, _clock);

        await inbox.TakeInAsync("a", [Message(SourceHarness.Mail("one@example.org"), "7"), Message(SourceHarness.Mail("two@example.org"), "8")], Token);

        Assert.Equal("8", await inbox.CursorAsync("a", Token));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task TakeIn_nul_and_half_characters_are_stored(bool shared)
    {
        await using TriageStore store = await OpenAsync(shared);

        int added = await new Inbox(store, _clock).TakeInAsync("a", [Message("Subject: a\0b \uD800 c\nMessage-ID: <nul\0@example.org>\n\nx\0y\n", "1")], Token);

        Assert.Equal(1, added);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task TakeIn_message_id_of_ten_thousand_characters_is_stored(bool shared)
    {
        await using TriageStore store = await OpenAsync(shared);

        int added = await new Inbox(store, _clock).TakeInAsync("a", [Message(SourceHarness.Mail(new string('x', 10_000) + "@example.org"), "1")], Token);

        Assert.Equal(1, added);
    }

    [Fact]
    public async Task TakeIn_two_nodes_at_once_store_each_message_once()
    {
        string database = await postgres.CreateAsync();
        await using TriageStore one = await TriageStore.OpenAsync(StoreAddress.PostgreSql(database), Token);
        await using TriageStore two = await TriageStore.OpenAsync(StoreAddress.PostgreSql(database), Token);
        SourceMessage[] batch = [.. Enumerable.Range(0, 50).Select(i => Message(SourceHarness.Mail($"m{i}@example.org"), $"{i}"))];

        int[] added = await Task.WhenAll(new Inbox(one, _clock).TakeInAsync("a", batch, Token), new Inbox(two, _clock).TakeInAsync("b", batch, Token));

        Assert.Equal(50, added.Sum());
    }

    [Fact]
    public async Task Open_three_nodes_at_once_make_the_tables_once()
    {
        StoreAddress address = StoreAddress.PostgreSql(await postgres.CreateAsync());

        TriageStore[] stores = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TriageStore.OpenAsync(address, Token)));

        Assert.Equal(0, await stores[2].UseAsync((db, token) => db.Messages.CountAsync(token), Token));
        foreach (TriageStore store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Open_server_that_is_not_there_says_so()
    {
        StoreAddress address = StoreAddress.PostgreSql($"Host=127.0.0.1;Port={ServerProcess.FreePort()};Database=x;Username=y;Password=secret");

        ProgramStoppedException failure = await Assert.ThrowsAsync<ProgramStoppedException>(() => TriageStore.OpenAsync(address, Token));

        Assert.True(failure.Message.Contains("cannot be reached", StringComparison.Ordinal) && !failure.Message.Contains("secret", StringComparison.Ordinal), failure.Message);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Housekeeping_erases_raw_mail_when_its_time_is_over(bool shared)
    {
        await using TriageStore store = await OpenAsync(shared);
        await new Inbox(store, _clock).TakeInAsync("a", [Message(SourceHarness.Mail("one@example.org"), "1")], Token);
        await store.UseAsync((db, token) => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.Queued, false), token), Token);
        _clock.Advance(TimeSpan.FromDays(91));

        HousekeepingResult result = await new Housekeeping(Microsoft.Extensions.Options.Options.Create(new Bot.Configuration.TriageBotOptions()), _clock).RunAsync(store, Token);

        Assert.Equal((1, 0), (result.RawMails, result.Messages));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Forget_leaves_no_address_of_the_person(bool shared)
    {
        await using TriageStore store = await OpenAsync(shared);
        await new Inbox(store, _clock).TakeInAsync("a", [Message(SourceHarness.Mail("one@example.org"), "1")], Token);

        await new Forgetting(_clock).RunAsync(store, "PERSON@people.example.org", _folder.Path, Token);

        MessageRow row = await store.UseAsync((db, token) => db.Messages.Include(m => m.Raw).SingleAsync(token), Token);
        Assert.Equal(("", "", null), (row.Author, row.Headers, row.Raw));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Forget_leaves_a_reply_to_somebody_whose_address_ends_alike(bool shared)
    {
        await using TriageStore store = await OpenAsync(shared);
        OutboxRow[] rows = [Row("one", "person@people.example.org list@example.org"), Row("two", "other.person@people.example.org")];
        await store.UseAsync(
            (db, token) =>
            {
                db.Outbox.AddRange(rows);
                return db.SaveChangesAsync(token);
            },
            Token);

        await new Forgetting(_clock).RunAsync(store, "person@people.example.org", _folder.Path, Token);

        List<string> kept = await store.UseAsync((db, token) => db.Outbox.Select(o => o.Content).ToListAsync(token), Token);
        Assert.Equal(["", "content"], kept.Order(StringComparer.Ordinal));

        static OutboxRow Row(string name, string people) => new() { Kind = "reply", Fingerprint = name, FileName = name + ".eml", Content = "content", Person = people };
    }

    [Fact]
    public async Task Backup_of_a_store_in_use_is_a_whole_store()
    {
        await using TriageStore store = await OpenAsync(shared: false);
        await new Inbox(store, _clock).TakeInAsync("a", [Message(SourceHarness.Mail("one@example.org"), "1")], Token);
        string copy = Directory.CreateDirectory(_folder.PathOf("copy")).FullName;

        await store.UseAsync((db, token) => db.Database.ExecuteSqlAsync($"VACUUM INTO {Path.Combine(copy, "triagebot.db")}", token), Token);

        await using TriageStore restored = await TriageStore.OpenAsync(StoreAddress.Sqlite(copy), Token);
        Assert.Equal(1, await restored.UseAsync((db, token) => db.Messages.CountAsync(token), Token));
    }

    [Fact]
    public async Task Backup_of_postgresql_is_restored_by_its_own_tools()
    {
        string database = await postgres.CreateAsync();
        await using (TriageStore store = await TriageStore.OpenAsync(StoreAddress.PostgreSql(database), Token))
        {
            await new Inbox(store, _clock).TakeInAsync("a", [Message(SourceHarness.Mail("one@example.org"), "1")], Token);
        }

        string restoredName = await postgres.CopyAsync(database, _folder.PathOf("dump"));

        await using TriageStore restored = await TriageStore.OpenAsync(StoreAddress.PostgreSql(restoredName), Token);
        Assert.Equal(1, await restored.UseAsync((db, token) => db.Messages.CountAsync(token), Token));
    }

    [Fact]
    public async Task Open_damaged_file_says_so()
    {
        await File.WriteAllTextAsync(_folder.PathOf("triagebot.db"), new string('x', 10_000), Token);

        ProgramStoppedException failure = await Assert.ThrowsAsync<ProgramStoppedException>(() => TriageStore.OpenAsync(StoreAddress.Sqlite(_folder.Path), Token));

        Assert.Contains("is damaged or is no database", failure.Message, StringComparison.Ordinal);
    }

    private static SourceMessage Message(string mail, string cursor) => new("test", System.Text.Encoding.UTF8.GetBytes(mail), cursor);

    private async Task<TriageStore> OpenAsync(bool shared) => await TriageStore.OpenAsync(
        shared ? StoreAddress.PostgreSql(await postgres.CreateAsync()) : StoreAddress.Sqlite(_folder.Path), Token);
}
