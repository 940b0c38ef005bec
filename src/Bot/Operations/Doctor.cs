using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Delivery.Mail;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.Operations;

/// <summary>Looks at everything that the service needs: folder, disk, store, clock, sources, servers, secrets. Changes nothing and sends nothing.</summary>
internal sealed class Doctor(
    IOptions<TriageBotOptions> options, SettingSources folders, ConfiguredSources sources, GitHubLogin gitHub, TimeProvider clock)
{
    private const long LittleSpace = 500L * 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(30);

    private TriageBotOptions Settings => options.Value;

    /// <summary>All checks, in the order in which one depends on the other.</summary>
    public async Task<IReadOnlyList<DoctorCheck>> RunAsync(CancellationToken cancellationToken)
    {
        List<DoctorCheck> checks = [new("settings", DoctorResult.Ok, $"delivery is {Settings.Delivery.Mode}, the store is {Settings.Storage.Provider}"), Folder(), Disk(), .. Secrets()];
        checks.Add(await GuardAsync("store", StoreAsync, cancellationToken));
        foreach (NamedSource source in sources.All)
        {
            checks.Add(await GuardAsync("source " + source.Name, token => SourceAsync(source, token), cancellationToken));
        }

        if (Settings.Delivery.Smtp.IsSet)
        {
            checks.Add(await GuardAsync("SMTP " + Settings.Delivery.Smtp.Host, token => LogInAsync(new SmtpClient(), Settings.Delivery.Smtp, "Delivery:Smtp", token), cancellationToken));
        }

        if (Settings.Delivery.Sent.IsSet)
        {
            checks.Add(await GuardAsync("sent mail on " + Settings.Delivery.Sent.Host, token => LogInAsync(new ImapClient(), Settings.Delivery.Sent, "Delivery:Sent", token), cancellationToken));
        }
        else if (Settings.Delivery.Smtp.IsSet)
        {
            checks.Add(new DoctorCheck("sent mail", DoctorResult.Warning, "Delivery:Sent is not set. A mail whose sending was cut short is then parked for a person, since nobody can be asked whether it arrived."));
        }

        if (Settings.Delivery.GitHub.IsSet)
        {
            checks.Add(await GuardAsync("GitHub " + Settings.Delivery.GitHub.Repository, GitHubAsync, cancellationToken));
        }

        return checks;
    }

    private DoctorCheck Folder()
    {
        string folder = StoreSettings.FolderOf(Settings, folders.WorkingFolder);
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, "doctor" + AtomicFile.UnfinishedSuffix);
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new DoctorCheck("output folder", DoctorResult.Ok, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DoctorCheck("output folder", DoctorResult.Failed, $"{folder} cannot be written: {e.Message} Allow writing, or set OutputFolder to another folder.");
        }
    }

    private DoctorCheck Disk()
    {
        long free = new DriveInfo(StoreSettings.FolderOf(Settings, folders.WorkingFolder)).AvailableFreeSpace;
        return free > LittleSpace
            ? new DoctorCheck("disk", DoctorResult.Ok, $"{free / 1024 / 1024} MB free")
            : new DoctorCheck("disk", DoctorResult.Warning, $"only {free / 1024 / 1024} MB free. Free some space, or shorten Storage:KeepRawMail.");
    }

    private IEnumerable<DoctorCheck> Secrets()
    {
        (string Setting, SecretOptions Secret)[] all =
        [
            ("Storage:ConnectionString", Settings.Storage.ConnectionString), ("Delivery:Smtp:Password", Settings.Delivery.Smtp.Password),
            ("Delivery:Sent:Password", Settings.Delivery.Sent.Password), ("Delivery:GitHub:Token", Settings.Delivery.GitHub.Token),
            ("Delivery:GitHub:PrivateKey", Settings.Delivery.GitHub.PrivateKey),
            .. Settings.Sources.SelectMany((s, i) => new[] { ($"Sources:{i}:Imap:Password", s.Imap.Password), ($"Sources:{i}:Pop3:Password", s.Pop3.Password) }),
        ];
        foreach ((string setting, SecretOptions secret) in all.Where(s => s.Secret.File.Length > 0))
        {
            string path = Path.GetFullPath(secret.File, folders.WorkingFolder);
            if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.GroupRead)) != 0)
            {
                yield return new DoctorCheck(setting, DoctorResult.Warning, $"{path} can be read by others. Run chmod 600 on it.");
            }
        }
    }

    private async Task<DoctorCheck> StoreAsync(CancellationToken cancellationToken)
    {
        StoreAddress address = StoreSettings.AddressOf(Settings, folders.WorkingFolder);
        if (!address.IsShared && !File.Exists(address.Name))
        {
            return new DoctorCheck("store", DoctorResult.Ok, $"{address.Name} is made by the first run");
        }

        await using TriageStore store = await TriageStore.OpenBesideAsync(address, cancellationToken);
        return await store.UseAsync((db, token) => LookAsync(db, address, token), cancellationToken);
    }

    private async Task<DoctorCheck> LookAsync(TriageDbContext db, StoreAddress address, CancellationToken cancellationToken)
    {
        TimeSpan skew = TimeSpan.Zero;
        if (address.IsShared)
        {
            DateTime now = await db.Database.SqlQueryRaw<DateTime>("SELECT now() AS \"Value\"").SingleAsync(cancellationToken);
            skew = (clock.GetUtcNow().UtcDateTime - now.ToUniversalTime()).Duration();
        }
        else
        {
            List<string> said = await db.Database.SqlQueryRaw<string>("SELECT quick_check AS \"Value\" FROM pragma_quick_check").ToListAsync(cancellationToken);
            if (said is not ["ok"])
            {
                return new DoctorCheck("store", DoctorResult.Failed, $"{address.Name} is damaged: {said[0]} Restore a backup, see docs/operations.md.");
            }

            // A clock that was set back shows in what was written before.
            DateTimeOffset? newest = await db.Messages.MaxAsync(m => m.ReceivedAt, cancellationToken);
            skew = newest is { } last && last > clock.GetUtcNow() ? last - clock.GetUtcNow() : TimeSpan.Zero;
        }

        if (skew > s_skew)
        {
            return new DoctorCheck("clock", DoctorResult.Failed, $"The clock of this machine and the store differ by {skew}. Set the clock; dates of mails, budgets and the schedule hang on it.");
        }

        SwitchRow? stop = await db.Switches.SingleOrDefaultAsync(s => s.Name == SwitchRow.EmergencyStop && s.On, cancellationToken);
        int waiting = await db.Messages.CountAsync(m => m.Queued, cancellationToken);
        int parked = await db.Outbox.CountAsync(o => o.State == OutboxState.Parked, cancellationToken);
        int left = await db.Messages.CountAsync(m => m.Queued && m.Attempts >= TriageQueue.MaxAttempts, cancellationToken);
        return (stop, parked) switch
        {
            ({ } on, _) => new DoctorCheck("store", DoctorResult.Warning, $"The emergency stop is on since {on.At:u}. \"triagebot resume\" ends it."),
            (_, > 0) => new DoctorCheck("store", DoctorResult.Warning, $"{parked} thing(s) were refused by the other side. \"triagebot outbox\" says why."),
            _ when left > 0 => new DoctorCheck("store", DoctorResult.Warning, $"{left} message(s) were begun {TriageQueue.MaxAttempts} times and never judged; they are tried again by housekeeping. If they end the program each time, report it."),
            _ => new DoctorCheck("store", DoctorResult.Ok, $"{address.Name}, {waiting} message(s) wait"),
        };
    }

    private static async Task<DoctorCheck> SourceAsync(NamedSource source, CancellationToken cancellationToken)
    {
        string what = "source " + source.Name;
        try
        {
            await foreach (SourceMessage message in source.Source.ReadAsync(null, cancellationToken))
            {
                return new DoctorCheck(what, DoctorResult.Ok, $"the first message is {message.Bytes.Length} bytes");
            }

            return new DoctorCheck(what, DoctorResult.Warning, "it can be read and holds no message");
        }
        catch (Exception e) when (SourceFailure.IsSourceFailure(e, cancellationToken))
        {
            return new DoctorCheck(what, DoctorResult.Failed, SourceFailure.Describe(e));
        }
    }

    private async Task<DoctorCheck> LogInAsync(MailService client, MailServerOptions server, string setting, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                await MailServer.OpenAsync(client, server, setting, folders.WorkingFolder, cancellationToken);
                await client.DisconnectAsync(quit: true, cancellationToken);
                return new DoctorCheck(setting, DoctorResult.Ok, server.User.Length > 0 ? $"logged in as {server.User}" : "connected, without a login");
            }
            catch (Exception e) when (MailServer.IsNetworkFailure(e))
            {
                return new DoctorCheck(setting, DoctorResult.Failed, MailServer.Failed(e, server, setting).Detail);
            }
        }
    }

    private async Task<DoctorCheck> GitHubAsync(CancellationToken cancellationToken)
    {
        const string What = "GitHub";
        try
        {
            (_, string name) = await gitHub.OpenAsync(cancellationToken);
            return new DoctorCheck(What, DoctorResult.Ok, $"logged in as {name}");
        }
        catch (Exception e) when (e is Octokit.ApiException or HttpRequestException or OperationCanceledException)
        {
            return new DoctorCheck(What, DoctorResult.Failed, $"{Reports.SafeText.Line(e.Message, 200)} Correct the token or App of Delivery:GitHub, or the address in Api.");
        }
    }

    private static async Task<DoctorCheck> GuardAsync(string what, Func<CancellationToken, Task<DoctorCheck>> check, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            return await check(limit.Token);
        }
        catch (ProgramStoppedException e)
        {
            return new DoctorCheck(what, DoctorResult.Failed, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DoctorCheck(what, DoctorResult.Failed, $"No answer within {s_patience.TotalSeconds:0} seconds. See that the server runs and can be reached.");
        }
    }
}
