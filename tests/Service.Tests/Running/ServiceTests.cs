using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MimeKit;
using TriageBot.Service.Tests.Servers;
using TriageBot.Service.Tests.Sources;
using Xunit;

namespace TriageBot.Service.Tests.Running;

/// <summary>The service as systemd and an operator meet it.</summary>
public sealed class ServiceTests(MailServers servers) : IAsyncLifetime
{
    private const string Never = "0 0 0 1 1 ? 2099";

    private readonly RunningBot _bot = new();
    private readonly int _port = ServerProcess.FreePort();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _bot.Settings["Operations:Listen"] = $"127.0.0.1:{_port}";
        _bot.Settings["Operations:LogFormat"] = "json";
        _bot.Settings["OutputFolder"] = "out";
        _bot.Settings["Schedule:Poll"] = Never;
        _bot.Settings["Sources:0:Path"] = _bot.Write("list.mbox", "From x@example.org Tue Mar  8 11:05:31 2016\n" + SourceHarness.Mail("first@example.org", "a word that is secret"));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Run_health_is_healthy_when_all_is_well()
    {
        _bot.Serve();

        Assert.StartsWith("Healthy\n", await _bot.AskAsync(_port, "/health", a => a.StartsWith("Healthy", StringComparison.Ordinal), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_health_is_degraded_by_a_source_that_fails()
    {
        _bot.Settings["Sources:1:Path"] = _bot.PathOf("is-not-there.mbox");
        _bot.Serve();

        Assert.Contains("is-not-there.mbox", await _bot.AskAsync(_port, "/health", a => a.StartsWith("Degraded", StringComparison.Ordinal), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_health_is_degraded_by_the_emergency_stop_of_another_process()
    {
        _bot.Serve();
        await _bot.AskAsync(_port, "/health", a => a.StartsWith("Healthy", StringComparison.Ordinal), Token);

        (int code, string said) = await _bot.RunAsync(Token, "stop", "--reason", "test");

        Assert.True(code == 0, said);
        Assert.Contains("The emergency stop is on.", await _bot.AskAsync(_port, "/health", a => a.StartsWith("Degraded", StringComparison.Ordinal), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_with_the_emergency_stop_on_reads_and_judges_nothing()
    {
        (int code, string said) = await _bot.RunAsync(Token, "run", "--once", "--source", _bot.Write("empty.mbox", ""));
        await _bot.RunAsync(Token, "stop");
        _bot.Settings["Schedule:Triage"] = _bot.Settings["Schedule:Deliver"] = "0/1 * * * * ?";

        _bot.Serve();
        await _bot.AskAsync(_port, "/health", a => a.StartsWith("Degraded", StringComparison.Ordinal), Token);
        await Task.Delay(TimeSpan.FromSeconds(5), Token);

        Assert.True(code == 0, said);
        Assert.Equal(0, Count(await _bot.AskAsync(_port, "/metrics", _ => true, Token)));
        Assert.Contains("No message", (await _bot.RunAsync(Token, "why", "first@example.org")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_metrics_count_what_was_read_and_judged()
    {
        _bot.Serve();

        string metrics = await _bot.AskAsync(_port, "/metrics", a => a.Contains("triagebot_messages_judged_total{", StringComparison.Ordinal), Token);

        Assert.Matches("triagebot_messages_added_total\\{[^}]*\\}\\s1\\s", metrics);
        Assert.Matches("triagebot_messages_judged_total\\{[^}]*verdict=\"not-ordering\"[^}]*\\}\\s1\\s", metrics);
    }

    [Fact]
    public async Task Run_sends_traces_of_its_jobs_to_the_receiver_and_no_text_of_mails()
    {
        await using TraceReceiver receiver = new();
        await receiver.StartAsync();
        _bot.Settings["Operations:Traces"] = $"http://127.0.0.1:{receiver.Port}";
        _bot.Serve();
        await _bot.AskAsync(_port, "/metrics", a => a.Contains("triagebot_messages_judged_total{", StringComparison.Ordinal), Token);

        await _bot.StopAsync(Token);

        Assert.Contains("poll", receiver.Heard, StringComparison.Ordinal);
        Assert.Contains("triage", receiver.Heard, StringComparison.Ordinal);
        Assert.DoesNotContain("a word that is secret", receiver.Heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_port_is_open_on_loopback_only()
    {
        _bot.Settings["Operations:Listen"] = $"0.0.0.0:{_port}";

        (int code, string said) = await _bot.RunAsync(Token, "run");

        Assert.Equal(2, code);
        Assert.Contains("Operations:Listen", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_logs_are_json_and_hold_no_text_of_mails()
    {
        _bot.Serve();
        await _bot.AskAsync(_port, "/metrics", a => a.Contains("triagebot_messages_judged_total{", StringComparison.Ordinal), Token);

        (_, string said) = await _bot.StopAsync(Token);

        string[] logs = [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("triagebot:", StringComparison.Ordinal))];
        Assert.NotEmpty(logs);
        Assert.All(logs, line => JsonDocument.Parse(line).Dispose());
        Assert.DoesNotContain("a word that is secret", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_stop_of_systemd_ends_it_cleanly_and_tells_systemd_when_it_is_ready_and_stops()
    {
        string path = _bot.PathOf("notify");
        using Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        _bot.Settings["NOTIFY_SOCKET"] = path;
        _bot.Serve();
        string ready = await ReceiveAsync(systemd);

        (int code, string said) = await _bot.StopAsync(Token);

        Assert.Equal(("READY=1", "STOPPING=1"), (ready, await ReceiveAsync(systemd)));
        Assert.True(code == 0, said);
        Assert.DoesNotContain("mistake of this program", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_mail_that_idle_tells_of_is_read_before_the_clock_would()
    {
        (_, Dovecot dovecot) = await servers.StartAsync();
        foreach ((string key, string value) in new[] { ("Host", "127.0.0.1"), ("Port", $"{dovecot.Port}"), ("Security", "none"), ("User", "idle"), ("Password:Value", Dovecot.Password) })
        {
            _bot.Settings["Sources:1:Imap:" + key] = value;
        }

        _bot.Settings["Sources:1:Idle"] = "true";
        await AppendAsync(dovecot, "before@example.org");
        _bot.Serve();
        await _bot.AskAsync(_port, "/metrics", a => Count(a) == 2, Token);
        await AppendAsync(dovecot, "later@example.org");

        Assert.Equal(3, Count(await _bot.AskAsync(_port, "/metrics", a => Count(a) == 3, Token)));
    }

    private static async Task AppendAsync(Dovecot dovecot, string id)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(SourceHarness.Mail(id)));
        using MimeMessage message = await MimeMessage.LoadAsync(stream, Token);
        await dovecot.AppendAsync("idle", message, Token);
    }

    private static int Count(string metrics) => metrics.Split('\n')
        .Where(l => l.StartsWith("triagebot_messages_added_total{", StringComparison.Ordinal))
        .Sum(l => int.Parse(l[(l.IndexOf('}', StringComparison.Ordinal) + 2)..].Split(' ')[0]));

    private static async Task<string> ReceiveAsync(Socket systemd)
    {
        byte[] bytes = new byte[1000];
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        return Encoding.ASCII.GetString(bytes, 0, await systemd.ReceiveAsync(bytes, patience.Token));
    }
}
