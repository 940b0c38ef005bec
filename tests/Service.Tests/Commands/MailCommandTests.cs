using Microsoft.EntityFrameworkCore;
using MimeKit;
using TriageBot.Bot;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests.Commands;

/// <summary>Commands by mail: who may, who is believed, and that each is taken once.</summary>
public sealed class MailCommandTests : IAsyncLifetime
{
    private const string Report = "20160519094500.2004@example.org";

    private readonly SignedMail _mail = new();
    private BotUnderTest _bot = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _bot.Clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _bot = await BotUnderTest.StartAsync(
            BotUnderTest.Smtp(
                2525,
                ("Commands:DnsFile", "dns.txt"), ("Commands:TrustedSealers:0", "list.example"), ("Lists:0", "linux-pm@lists.example.org"),
                ("Commands:People:0:Address", SignedMail.Maintainer), ("Commands:People:0:Rights:0", "all"),
                ("Commands:People:1:Address", "reader@kernel.example"), ("Commands:People:1:Rights:0", "status")),
            Token);
        _bot.Write("dns.txt", _mail.Dns);
        await _bot.TakeInAsync(Token, await File.ReadAllBytesAsync(Repository.PathOf("fixtures", "mail", "reports", "pm-split-needed.eml"), Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        _mail.Dispose();
    }

    [Theory]
    [InlineData("status", "2 message(s)")]
    [InlineData("check", "Reproduced")]
    [InlineData("patch", "carries no sign-off")]
    public async Task Command_of_a_person_with_the_right_is_answered_to_that_person(string name, string text)
    {
        CommandRow command = await GiveAsync(_mail.Sign(Write($"#triage {name}\n")));

        OutboxRow answer = Assert.Single(await _bot.RowsAsync(OutboxKinds.Answer, Token));
        Assert.Equal(("accepted", OutboxState.Approved, SignedMail.Maintainer), (command.Decision, answer.State, answer.Person));
        Assert.Contains(text, answer.Content.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_is_answered_once()
    {
        await GiveAsync(_mail.Sign(Write("#triage status\n")));

        await _bot.DecideCommandsAsync(Token);

        Assert.Single(await _bot.RowsAsync(OutboxKinds.Answer, Token));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("approve")]
    public async Task Command_that_could_not_be_recorded_is_done_and_answered_once_the_next_time(string name)
    {
        await BreakAuditAsync("CREATE TRIGGER Broken BEFORE INSERT ON \"Audit\" WHEN NEW.\"Subject\" LIKE 'command %' BEGIN SELECT RAISE(ABORT, 'the process ended here'); END");
        await Assert.ThrowsAsync<ProgramStoppedException>(() => GiveAsync(_mail.Sign(Write($"#triage {name}\n"))));
        OutboxState before = (await _bot.RowsAsync(OutboxKinds.Reply, Token))[0].State;
        await BreakAuditAsync("DROP TRIGGER Broken");

        await _bot.DecideCommandsAsync(Token);
        await _bot.DecideCommandsAsync(Token);

        OutboxState after = (await _bot.RowsAsync(OutboxKinds.Reply, Token))[0].State;
        Assert.Equal(("accepted", OutboxState.Held), ((await _bot.CommandsAsync(Token))[0].Decision, before));
        Assert.Equal(name == "approve" ? (OutboxState.Approved, 0) : (OutboxState.Held, 1), (after, (await _bot.RowsAsync(OutboxKinds.Answer, Token)).Count));
    }

    [Fact]
    public async Task Patch_answer_holds_the_diff_as_git_takes_it()
    {
        await _bot.TakeInAsync(Token, await File.ReadAllBytesAsync(Repository.PathOf("fixtures", "mail", "reports", "module-livepatch-too-early.eml"), Token));

        await GiveAsync(_mail.Sign(Write("#triage patch\n", inReplyTo: "livepatch@example.org")));

        string answer = Assert.Single(await _bot.RowsAsync(OutboxKinds.Answer, Token)).Content;
        Assert.Contains("\n--- a/ftrace-5156dca.json\n+++ b/ftrace-5156dca.json\n@@ -", answer, StringComparison.Ordinal);
        Assert.Contains("\n    | Assisted-by: TriageBot:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Split('\n'), line => line.Contains("-by:", StringComparison.Ordinal) && !line.StartsWith("    | ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Command_answer_is_threaded_and_marked_as_automatic()
    {
        await GiveAsync(_mail.Sign(Write("#triage status\n")));

        MimeMessage answer = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes((await _bot.RowsAsync(OutboxKinds.Answer, Token))[0].Content)), Token);
        Assert.Equal(("command@kernel.example", "auto-replied"), (answer.InReplyTo, answer.Headers["Auto-Submitted"]));
    }

    [Fact]
    public async Task Command_answer_holds_no_line_that_is_a_command()
    {
        await GiveAsync(_mail.Sign(Write("#triage nonsense\n")));

        OutboxRow answer = Assert.Single(await _bot.RowsAsync(OutboxKinds.Answer, Token));
        Assert.DoesNotContain(answer.Content.Split('\n'), line => line.StartsWith('#'));
    }

    [Fact]
    public Task Command_without_a_signature_is_refused_in_silence() => RefusedAsync(Write("#triage status\n"), "Not proven");

    [Fact]
    public Task Command_signed_by_another_domain_is_refused_in_silence() => RefusedAsync(_mail.Sign(Write("#triage status\n"), "other.example"), "Not proven");

    [Fact]
    public async Task Command_changed_behind_the_signature_is_refused_in_silence()
    {
        MimeMessage mail = _mail.Sign(Write("#triage status\n"));
        ((TextPart)mail.Body!).Text = "#triage invalid\n";

        await RefusedAsync(mail, "Not proven");
    }

    [Fact]
    public async Task Command_moved_to_another_thread_is_refused_in_silence()
    {
        MimeMessage mail = _mail.Sign(Write("#triage invalid\n", inReplyTo: ""), headers: [HeaderId.From, HeaderId.Date, HeaderId.Subject]);
        mail.InReplyTo = Report;
        mail.References.Add(Report);

        await RefusedAsync(mail, "Not proven");
    }

    [Fact]
    public async Task Command_with_two_authors_is_refused_in_silence()
    {
        MimeMessage mail = _mail.Sign(Write("#triage status\n"));
        byte[] bytes = [.. "From: stranger@other.example\r\n"u8, .. SignedMail.Bytes(mail)];

        await _bot.TakeInAsync(Token, bytes);
        await _bot.DecideCommandsAsync(Token);

        Assert.DoesNotContain(await _bot.CommandsAsync(Token), c => c.Decision == "accepted");
    }

    [Fact]
    public async Task Command_replayed_under_another_message_id_is_refused_in_silence()
    {
        HeaderId[] usual = [HeaderId.From, HeaderId.Date, HeaderId.Subject, HeaderId.InReplyTo, HeaderId.References];
        MimeMessage mail = _mail.Sign(Write("#triage status\n"), headers: usual);
        await GiveAsync(mail);
        mail.MessageId = "again@kernel.example";

        CommandRow second = await GiveAsync(mail);

        Assert.Equal("refused", second.Decision);
        Assert.Contains("replay", second.Reason, StringComparison.Ordinal);
        Assert.Single(await _bot.RowsAsync(OutboxKinds.Answer, Token));
    }

    [Fact]
    public async Task Command_that_is_old_is_refused_in_silence()
    {
        MimeMessage mail = _mail.Sign(Write("#triage status\n"));
        _bot.Clock.Advance(TimeSpan.FromDays(8));

        await RefusedAsync(mail, "too old");
    }

    [Fact]
    public async Task Command_changed_by_a_list_is_believed_by_its_seal()
    {
        CommandRow command = await GiveAsync(_mail.Relay(_mail.Sign(Write("#triage status\n"))));

        Assert.Equal("accepted", command.Decision);
    }

    [Fact]
    public Task Command_sealed_by_a_stranger_is_refused_in_silence() =>
        RefusedAsync(_mail.Relay(_mail.Sign(Write("#triage status\n")), domain: "other.example"), "Not proven");

    [Fact]
    public Task Command_that_the_sealer_saw_unproven_is_refused_in_silence() =>
        RefusedAsync(_mail.Relay(Write("#triage status\n"), seen: "fail"), "Not proven");

    [Fact]
    public Task Command_that_claims_to_be_the_bot_is_no_command() => NoCommandAsync(Write("#triage status\n", from: "triagebot@example.org"));

    [Fact]
    public async Task Command_in_a_mail_of_a_robot_is_no_command()
    {
        MimeMessage mail = Write("#triage status\n");
        mail.Headers.Add("Auto-Submitted", "auto-replied");

        await NoCommandAsync(_mail.Sign(mail));
    }

    [Fact]
    public Task Command_in_a_quote_is_no_command() => NoCommandAsync(_mail.Sign(Write("> #triage status\nI agree.\n")));

    [Fact]
    public async Task Command_without_the_right_is_told_so()
    {
        CommandRow command = await GiveAsync(_mail.Sign(Write("#triage invalid\n", from: "reader@kernel.example")));

        Assert.Equal("refused", command.Decision);
        Assert.Contains("no right", (await _bot.RowsAsync(OutboxKinds.Answer, Token))[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_answer_to_somebody_who_may_not_approve_is_held()
    {
        await GiveAsync(_mail.Sign(Write("#triage status\n", from: "reader@kernel.example")));

        Assert.Equal(OutboxState.Held, (await _bot.RowsAsync(OutboxKinds.Answer, Token))[0].State);
    }

    [Fact]
    public async Task Command_beyond_the_limit_of_a_mail_is_passed_over()
    {
        await GiveAsync(_mail.Sign(Write(string.Concat(Enumerable.Repeat("#triage status\n", 20)))));

        Assert.Equal(3, (await _bot.CommandsAsync(Token)).Count);
    }

    [Fact]
    public async Task Approve_lets_the_held_reply_of_the_thread_leave()
    {
        await GiveAsync(_mail.Sign(Write("#triage approve\n")));

        OutboxRow reply = Assert.Single(await _bot.RowsAsync(OutboxKinds.Reply, Token));
        Assert.Equal((OutboxState.Approved, SignedMail.Maintainer), (reply.State, reply.DecidedBy));
    }

    [Theory]
    [InlineData("#triage fix 123456789abc\n", RegressionState.Fixed)]
    [InlineData("#triage invalid\n", RegressionState.Invalid)]
    internal async Task Command_about_the_regression_changes_its_state(string body, RegressionState state)
    {
        await GiveAsync(_mail.Sign(Write(body)));

        Assert.Equal(state, await _bot.Store.UseAsync((db, token) => db.Regressions.Select(r => r.State).SingleAsync(token), Token));
    }

    [Fact]
    public async Task Stop_of_anybody_is_heard_for_good_and_answered_by_silence()
    {
        await GiveAsync(Write("stop\n", from: "power@example.org", to: "triagebot@example.org"));
        OutboxRow reply = Assert.Single(await _bot.RowsAsync(OutboxKinds.Reply, Token));
        await _bot.Outbox.DecideAsync(reply.Id, OutboxState.Approved, "operator", Token);

        await _bot.DeliverAsync(Token);

        Assert.Empty(await _bot.RowsAsync(OutboxKinds.Answer, Token));
        Assert.Equal(OutboxState.Rejected, (await _bot.RowAsync(reply.Id, Token)).State);
    }

    [Fact]
    public async Task Stop_all_turns_the_emergency_stop_on()
    {
        await GiveAsync(_mail.Sign(Write("#triage stop all\n")));

        Assert.NotNull(await _bot.Ledger.StoppedAsync(Token));
    }

    [Fact]
    public async Task Stop_all_without_proof_does_nothing()
    {
        await GiveAsync(Write("#triage stop all\n"));

        Assert.Null(await _bot.Ledger.StoppedAsync(Token));
    }

    [Fact]
    public async Task Command_decision_stands_in_the_audit_log()
    {
        await GiveAsync(Write("#triage status\n"));

        List<AuditRow> log = await _bot.Store.UseAsync((db, token) => db.Audit.ToListAsync(token), Token);
        Assert.Contains(log, a => a.What == "status refused" && a.Who == SignedMail.Maintainer);
    }

    private MimeMessage Write(string body, string inReplyTo = Report, string from = SignedMail.Maintainer, string? to = null)
    {
        MimeMessage mail = SignedMail.Unsigned(body, Now, inReplyTo: inReplyTo, from: from);
        if (to is not null)
        {
            mail.To.Clear();
            mail.To.Add(MailboxAddress.Parse(to));
        }

        return mail;
    }

    private async Task<CommandRow> GiveAsync(MimeMessage mail)
    {
        await _bot.TakeInAsync(Token, SignedMail.Bytes(mail));
        await _bot.DecideCommandsAsync(Token);
        return (await _bot.CommandsAsync(Token))[^1];
    }

    private async Task RefusedAsync(MimeMessage mail, string reason)
    {
        CommandRow command = await GiveAsync(mail);

        Assert.Equal("refused", command.Decision);
        Assert.Contains(reason, command.Reason, StringComparison.Ordinal);
        Assert.Empty(await _bot.RowsAsync(OutboxKinds.Answer, Token));
    }

    private async Task NoCommandAsync(MimeMessage mail)
    {
        await _bot.TakeInAsync(Token, SignedMail.Bytes(mail));

        Assert.Empty(await _bot.CommandsAsync(Token));
    }

    private Task BreakAuditAsync(string sql) => _bot.Store.UseAsync((db, token) => db.Database.ExecuteSqlRawAsync(sql, token), Token);
}
