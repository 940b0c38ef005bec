using TriageBot.TestSupport;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A Postfix of our own that delivers mail for any address into the Maildirs of a <see cref="Dovecot"/>; nothing leaves the machine.</summary>
internal sealed class Postfix(Dovecot dovecot) : IAsyncDisposable
{
    private readonly ServerFolder _folder = new();
    private readonly Certificate _certificate = new();
    private bool _isStarted;

    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>File with its certificate, for those who want to trust it.</summary>
    public string CaFile => _folder.PathOf("server.pem");

    private string Config => _folder.PathOf("etc");

    public async Task StartAsync()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root")
        {
            throw new InvalidOperationException("Postfix can be started by root only: its master changes users. Run tests/run as root, for example in a container.");
        }

        _folder.Write("server.pem", _certificate.Pem);
        string key = _folder.Write("key.pem", _certificate.KeyPem);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _folder.Write("etc/main.cf", MainCf());
        _folder.Write("etc/master.cf", MasterCf());
        Directory.CreateDirectory(_folder.PathOf("queue"));
        Directory.CreateDirectory(_folder.PathOf("data"));
        await ServerProcess.RunAsync("chown", "postfix", _folder.PathOf("data"));
        await ServerProcess.RunAsync("/usr/sbin/postfix", "-c", Config, "start");
        _isStarted = true;
        if (!await ServerProcess.AnswersAsync(Port, () => false))
        {
            throw new InvalidOperationException($"Postfix does not answer on port {Port}:\n{Log}");
        }
    }

    /// <summary>What it logged.</summary>
    public string Log => File.Exists(_folder.PathOf("postfix.log")) ? File.ReadAllText(_folder.PathOf("postfix.log")) : "";

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await ServerProcess.RunAsync("/usr/sbin/postfix", "-c", Config, "stop");
            string logs = Directory.CreateDirectory(Repository.PathOf("artifacts", "tmp")).FullName;
            await File.WriteAllTextAsync(Path.Combine(logs, "postfix.log"), Log);
        }

        _certificate.Dispose();
        _folder.Dispose();
    }

    private string MainCf() =>
        $"""
        compatibility_level = 3.6
        queue_directory = {_folder.PathOf("queue")}
        data_directory = {_folder.PathOf("data")}
        daemon_directory = /usr/lib/postfix/sbin
        command_directory = /usr/sbin
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = {_folder.PathOf("postfix.log")}
        maillog_file_prefixes = {_folder.Path}
        myhostname = mail.example.org
        mydestination =
        alias_maps =
        alias_database =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        virtual_mailbox_domains = regexp:{_folder.Write("etc/domains", "/./ OK\n")}
        virtual_transport = dovecot
        dovecot_destination_recipient_limit = 1
        smtpd_tls_cert_file = {CaFile}
        smtpd_tls_key_file = {_folder.PathOf("key.pem")}
        smtpd_tls_security_level = may
        smtpd_recipient_restrictions = check_recipient_access regexp:{_folder.Write("etc/refused", "/^refused@/ 550 no such user\n/^full@/ 452 mailbox full\n")}, permit_mynetworks, reject

        """;

    private string MasterCf() => string.Join(
        '\n',
        [
            $"127.0.0.1:{Port} inet n - n - - smtpd",
            "pickup unix n - n 60 1 pickup",
            "cleanup unix n - n - 0 cleanup",
            "qmgr unix n - n 300 1 qmgr",
            "tlsmgr unix - - n 1000? 1 tlsmgr",
            "rewrite unix - - n - - trivial-rewrite",
            "bounce unix - - n - 0 bounce",
            "defer unix - - n - 0 bounce",
            "trace unix - - n - 0 bounce",
            "verify unix - - n - 1 verify",
            "flush unix n - n 1000? 0 flush",
            "proxymap unix - - n - - proxymap",
            "error unix - - n - - error",
            "retry unix - - n - - error",
            "discard unix - - n - - discard",
            "dovecot unix - n n - - pipe",
            $"  flags=DRhu user=nobody:nogroup argv=/usr/lib/dovecot/dovecot-lda -c {dovecot.Config} -o mail_location=maildir:{dovecot.MailFolder}/${{user}} -f ${{sender}}",
            "anvil unix - - n - 1 anvil",
            "scache unix - - n - 1 scache",
            "postlog unix-dgram n - n - 1 postlogd",
            "",
        ]);
}
