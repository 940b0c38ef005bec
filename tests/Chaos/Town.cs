using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.Servers;

namespace TriageBot.Chaos;

/// <summary>All the servers of a run, and the settings that lead a bot to them.</summary>
internal sealed class Town : IAsyncDisposable
{
    private const string Copies = "copies";

    private readonly ServerFolder _folder = new();
    private readonly Postgres? _postgres;
    private readonly List<TcpProxy> _proxies = [];

    private Town(bool onPostgres)
    {
        _postgres = onPostgres ? new Postgres() : null;
        Postfix = new Postfix(Dovecot);
    }

    public Dovecot Dovecot { get; } = new();

    public Postfix Postfix { get; }

    public FakeGitHub GitHub { get; private set; } = null!;

    public StoreAddress Store { get; private set; } = null!;

    /// <summary>Settings of the bot, as environment variables.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public string PathOf(string name) => _folder.PathOf(name);

    public static async Task<Town> BuildAsync(bool onPostgres)
    {
        Town town = new(onPostgres);
        await town.Dovecot.StartAsync();
        await town.Postfix.StartAsync();
        town.GitHub = await FakeGitHub.StartAsync();
        town.Set("Storage__Provider", onPostgres ? "PostgreSQL" : "SQLite");
        town.Store = StoreAddress.Sqlite(town.PathOf("node0"));
        if (town._postgres is not null)
        {
            await town._postgres.StartAsync();
            string connection = await town._postgres.CreateAsync("chaos");
            town.Store = StoreAddress.PostgreSql(connection);
            town.Set("Storage__ConnectionString__Value", connection);
        }

        town.SetServers();
        return town;
    }

    /// <summary>Cuts all connections of the bot to its servers.</summary>
    public int Cut() => _proxies.Sum(p => p.Cut());

    public async ValueTask DisposeAsync()
    {
        foreach (TcpProxy proxy in _proxies)
        {
            proxy.Dispose();
        }

        await GitHub.DisposeAsync();
        await Postfix.DisposeAsync();
        await Dovecot.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Dispose();
    }

    private void SetServers()
    {
        foreach ((string key, string value) in new[]
        {
            ("BotAddress", "bot@robots.example.org"), ("OperatorAddress", "operator@people.example.org"),
            ("Delivery__Mode", "auto"), ("Delivery__AutoLists__0", Traffic.List), ("Delivery__AutoLists__1", "linux-fsdevel@lists.example.org"),
            ("Lists__0", Traffic.List), ("Lists__1", "linux-fsdevel@lists.example.org"),
            ("Delivery__QuietTime", "00:00:00"), ("Delivery__Settle", "00:00:08"), ("Delivery__RetryAfter", "00:00:01"), ("Delivery__MaxAttempts", "100"),
            ("Delivery__CopyTo", $"{Copies}@robots.example.org"), ("Schedule__NodeTimeout", "00:00:05"),
            ("Commands__People__0__GitHub", Traffic.Person), ("Commands__People__0__Rights__0", "all"),
            ("Sources__0__Folder", "INBOX"), ("Sources__0__Name", "list"), ("Delivery__GitHub__Repository", "o/r"),
            ("Delivery__GitHub__Timeout", "00:00:05"), ("Delivery__GitHub__Token__Value", FakeGitHub.Token),
        })
        {
            Set(key, value);
        }

        foreach (string budget in new[] { "Day", "List", "Thread", "Person" })
        {
            Set($"Delivery__Budgets__{budget}", "10000");
        }

        Mail("Sources__0__Imap", Proxy(Dovecot.Port), Traffic.Reader);
        Mail("Delivery__Sent", Proxy(Dovecot.Port), Copies);
        Mail("Delivery__Smtp", Proxy(Postfix.Port), user: null);
        Set("Delivery__GitHub__Api", $"http://127.0.0.1:{Proxy(GitHub.Address.Port)}/");
    }

    private void Mail(string prefix, int port, string? user)
    {
        Set(prefix + "__Host", "127.0.0.1");
        Set(prefix + "__Port", $"{port}");
        Set(prefix + "__Security", "none");
        Set(prefix + "__Timeout", "00:00:05");
        if (user is not null)
        {
            Set(prefix + "__User", user);
            Set(prefix + "__Password__Value", Dovecot.Password);
        }
    }

    private void Set(string key, string value) => Settings["TRIAGEBOT_" + key] = value;

    private int Proxy(int target)
    {
        TcpProxy proxy = new(target);
        _proxies.Add(proxy);
        return proxy.Port;
    }
}
