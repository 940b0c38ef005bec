using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TriageBot.Bot.Commands;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Hosting;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;
using TriageBot.Service.Tests.Servers;

namespace TriageBot.Service.Tests;

/// <summary>The program with its real store and channels, in this process, on a clock of the test's.</summary>
internal sealed class BotUnderTest : IAsyncDisposable
{
    private readonly ServerFolder _folder = new();
    private readonly IHost _host;

    private BotUnderTest(Dictionary<string, string> settings)
    {
        _folder.Write("smtp-password", Dovecot.Password);
        _folder.Write("github-token", FakeGitHub.Token);
        SettingSources sources = new(_folder.Path, _folder.Path, [.. settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))]);
        _host = BotHost.Build(sources, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
    }

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public TriageStore Store { get; private set; } = null!;

    public IServiceProvider Services => _host.Services;

    public TriageBotOptions Options => Services.GetRequiredService<IOptions<TriageBotOptions>>().Value;

    public Outbox Outbox => new(Store, Options.Delivery, Clock);

    public Ledger Ledger => new(Store, Clock);

    /// <summary>Settings for a Postfix of a test.</summary>
    public static Dictionary<string, string> Mail(Postfix postfix, params (string Key, string Value)[] more) => With(
        [
            ("Delivery:Mode", "hold"), ("Delivery:Smtp:Host", "localhost"), ("Delivery:Smtp:Port", postfix.Port.ToString()),
            ("Delivery:Smtp:Security", "starttls"), ("Delivery:Smtp:CaFile", postfix.CaFile), ("BotAddress", "bot@kernel.example"), .. more,
        ]);

    /// <summary>Settings for a server that speaks SMTP in the clear.</summary>
    public static Dictionary<string, string> Smtp(int port, params (string Key, string Value)[] more) => With(
        [
            ("Delivery:Mode", "hold"), ("Delivery:Smtp:Host", "127.0.0.1"), ("Delivery:Smtp:Port", port.ToString()), ("Delivery:Smtp:Security", "none"),
            ("Delivery:Smtp:Timeout", "00:00:02"), .. more,
        ]);

    /// <summary>Settings for a GitHub of a test.</summary>
    public static Dictionary<string, string> GitHub(Uri address, params (string Key, string Value)[] more) => With(
        [
            ("Delivery:Mode", "hold"), ("Delivery:GitHub:Repository", "o/r"), ("Delivery:GitHub:Api", address.AbsoluteUri),
            ("Delivery:GitHub:Token:File", "github-token"), ("Delivery:GitHub:Timeout", "00:00:05"), .. more,
        ]);

    /// <summary>Starts it with an empty store.</summary>
    /// <param name="database">How to reach a database of PostgreSQL; null for a SQLite file of its own.</param>
    public static async Task<BotUnderTest> StartAsync(Dictionary<string, string> settings, CancellationToken cancellationToken, string? database = null)
    {
        BotUnderTest bot = new(settings);
        bot.Store = await TriageStore.OpenAsync(database is null ? StoreAddress.Sqlite(bot._folder.Path) : StoreAddress.PostgreSql(database), cancellationToken);
        return bot;
    }

    /// <summary>Puts a row into the outbox, approved unless said otherwise.</summary>
    public async Task<OutboxRow> AddAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        row.CreatedAt ??= Clock.GetUtcNow();
        await Store.UseAsync(
            async (db, token) =>
            {
                db.Outbox.Add(row);
                return await db.SaveChangesAsync(token);
            },
            cancellationToken);
        return row;
    }

    /// <summary>Takes mails in and judges them, as a poll and the triage job do.</summary>
    public async Task TakeInAsync(CancellationToken cancellationToken, params byte[][] mails)
    {
        if (mails.Length == 0)
        {
            return;
        }

        await new Inbox(Store, Clock).TakeInAsync("test", [.. mails.Select((bytes, i) => new SourceMessage($"mail {i}", bytes, ""))], cancellationToken);
        await new TriageQueue(Store, Services.GetRequiredService<Recorder>()).RunAsync(null, _ => { }, cancellationToken);
    }

    /// <summary>Decides the commands that wait.</summary>
    public Task DecideCommandsAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<CommandDesk>().RunAsync(Store, cancellationToken);

    /// <summary>Commands as they are stored, oldest first.</summary>
    public Task<List<CommandRow>> CommandsAsync(CancellationToken cancellationToken) =>
        Store.UseAsync((db, token) => db.Commands.AsNoTracking().OrderBy(c => c.Id).ToListAsync(token), cancellationToken);

    /// <summary>Rows of the outbox of a kind, oldest first.</summary>
    public Task<List<OutboxRow>> RowsAsync(string kind, CancellationToken cancellationToken) =>
        Store.UseAsync((db, token) => db.Outbox.AsNoTracking().Where(o => o.Kind == kind).OrderBy(o => o.Id).ToListAsync(token), cancellationToken);

    /// <summary>Why records, oldest first.</summary>
    public Task<List<WhyRow>> WhysAsync(CancellationToken cancellationToken) =>
        Store.UseAsync((db, token) => db.Whys.AsNoTracking().OrderBy(w => w.Id).ToListAsync(token), cancellationToken);

    /// <summary>Path of a file in its working folder, written.</summary>
    public string Write(string name, string content) => _folder.Write(name, content);

    /// <summary>Lets the store have seen a message, as when a list brought it.</summary>
    public Task SeeAsync(string messageId, CancellationToken cancellationToken) => Store.UseAsync(
        async (db, token) =>
        {
            db.Messages.Add(new MessageRow
            {
                Key = messageId, MessageId = messageId, ThreadKey = messageId, Source = "list", Subject = "", Author = "", Class = "bot",
            });
            return await db.SaveChangesAsync(token);
        },
        cancellationToken);

    public Task<DeliveryRound> DeliverAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<Deliverer>().RunAsync(Store, cancellationToken);

    /// <summary>A row as it is stored now.</summary>
    public Task<OutboxRow> RowAsync(long id, CancellationToken cancellationToken) =>
        Store.UseAsync((db, token) => db.Outbox.AsNoTracking().SingleAsync(o => o.Id == id, token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _host.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, string> With(IEnumerable<(string Key, string Value)> settings)
    {
        Dictionary<string, string> result = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string value) in settings)
        {
            result[key] = value;
        }

        return result;
    }
}
