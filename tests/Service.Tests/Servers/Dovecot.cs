using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A Dovecot of our own with mailboxes that can be written; every user exists and has the same password.</summary>
internal sealed class Dovecot : IAsyncDisposable
{
    public const string Password = "correct-horse";

    private readonly ServerFolder _folder = new();
    private readonly Certificate _certificate = new();
    private ServerProcess? _process;

    /// <summary>In the clear, and with STARTTLS.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>In the clear, and with STLS.</summary>
    public int Pop3Port { get; } = ServerProcess.FreePort();

    /// <summary>IMAP that is encrypted from the start.</summary>
    public int ImapsPort { get; } = ServerProcess.FreePort();

    /// <summary>POP3 that is encrypted from the start.</summary>
    public int Pop3sPort { get; } = ServerProcess.FreePort();

    /// <summary>File with its certificate, for those who want to trust it.</summary>
    public string CaFile => _folder.PathOf("dovecot.pem");

    /// <summary>Folder with a Maildir for each user.</summary>
    public string MailFolder => _folder.PathOf("mail");

    /// <summary>Its configuration.</summary>
    public string Config => _folder.PathOf("dovecot.conf");

    /// <summary>User and group that mail belongs to; Dovecot refuses root.</summary>
    public const int MailUser = 65534;

    public async Task StartAsync()
    {
        Directory.CreateDirectory(MailFolder);
        await ServerProcess.RunAsync("chown", "-R", $"{MailUser}:{MailUser}", MailFolder);
        _folder.Write("dovecot.pem", _certificate.Pem);
        string key = _folder.Write("dovecot.key", _certificate.KeyPem);
        _folder.Write(
            "dovecot.conf",
            $$"""
            base_dir = {{_folder.PathOf("run")}}
            state_dir = {{_folder.PathOf("state")}}
            log_path = /dev/stderr
            protocols = imap pop3
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <{{CaFile}}
            ssl_key = <{{key}}
            disable_plaintext_auth = no
            first_valid_uid = 1
            mail_location = maildir:{{MailFolder}}/%u
            mail_max_userip_connections = 200
            namespace inbox {
              inbox = yes
            }
            passdb {
              driver = static
              args = password={{Password}}
            }
            userdb {
              driver = static
              args = uid={{MailUser}} gid={{MailUser}} home={{MailFolder}}/%u
            }
            service pop3-login {
              chroot =
              inet_listener pop3 {
                port = {{Pop3Port}}
              }
              inet_listener pop3s {
                port = {{Pop3sPort}}
                ssl = yes
              }
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = {{ImapsPort}}
                ssl = yes
              }
            }
            service stats {
              unix_listener stats-writer {
                mode = 0666
              }
            }
            """);
        _process = await ServerProcess.StartAsync("/usr/sbin/dovecot", ["-F", "-c", Config], Port);
    }

    /// <summary>All messages of a user's folder, oldest first.</summary>
    public async Task<List<MimeMessage>> ReadAsync(string user, CancellationToken cancellationToken)
    {
        using ImapClient client = new();
        await client.ConnectAsync("127.0.0.1", Port, SecureSocketOptions.None, cancellationToken);
        await client.AuthenticateAsync(user, Password, cancellationToken);
        IMailFolder inbox = client.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadOnly, cancellationToken);
        List<MimeMessage> messages = [];
        for (int i = 0; i < inbox.Count; i++)
        {
            messages.Add(await inbox.GetMessageAsync(i, cancellationToken));
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
        return messages;
    }

    /// <summary>Waits until a user has a number of messages; the last answer when patience ends.</summary>
    public async Task<List<MimeMessage>> WaitForAsync(string user, int count, CancellationToken cancellationToken)
    {
        List<MimeMessage> messages = [];
        for (int i = 0; i < 150; i++)
        {
            messages = await ReadAsync(user, cancellationToken);
            if (messages.Count >= count)
            {
                break;
            }

            await Task.Delay(200, cancellationToken);
        }

        return messages;
    }

    /// <summary>Puts a message into a user's folder.</summary>
    public async Task AppendAsync(string user, MimeMessage message, CancellationToken cancellationToken)
    {
        using ImapClient client = new();
        await client.ConnectAsync("127.0.0.1", Port, SecureSocketOptions.None, cancellationToken);
        await client.AuthenticateAsync(user, Password, cancellationToken);
        await client.Inbox!.AppendAsync(message, cancellationToken: cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    /// <summary>Puts the same message many times into a user's folder, behind the server's back.</summary>
    public async Task FillAsync(string user, int count, string message)
    {
        string folder = Path.Combine(MailFolder, user);
        foreach (string name in new[] { "new", "cur", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(message);
        for (int i = 0; i < count; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "new", $"{i}.M1P1.host"), bytes);
        }

        await ServerProcess.RunAsync("chown", "-R", $"{MailUser}:{MailUser}", folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _certificate.Dispose();
        _folder.Dispose();
    }
}
