using MimeKit;
using TriageBot.Service.Tests.Servers;

namespace TriageBot.Chaos;

/// <summary>Mails of a list: reports that are answered, copies that came through a second list, follow-ups, and talk that is nothing to the bot.</summary>
internal sealed class Traffic(Dovecot dovecot)
{
    public const string List = "linux-kernel@lists.example.org";
    public const string Reader = "reader";

    /// <summary>Login of a person who may give commands.</summary>
    public const string Person = "maintainer";

    private const string Command = "#triage status";

    private int _next;

    /// <summary>Message-IDs of all that was sent.</summary>
    public HashSet<string> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>Message-IDs of reports that get a reply and an issue each.</summary>
    public HashSet<string> Reports { get; } = new(StringComparer.Ordinal);

    /// <summary>Issues under which a person gave a command.</summary>
    public HashSet<long> Asked { get; } = [];

    /// <summary>A command under every issue that has none yet.</summary>
    public void Ask(GitHubState issues)
    {
        foreach (long number in issues.Issues.Select(i => (long)i["number"]!).Where(Asked.Add))
        {
            issues.Comment(number, Command, Person);
        }
    }

    /// <summary>One report with what belongs to it.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        int n = _next++;
        string id = $"report{n}@example.org";
        using MimeMessage report = Report(n, id, List);
        await PutAsync(report, cancellationToken);
        Reports.Add(id);
        using MimeMessage talk = Plain($"talk{n}@example.org", $"[PATCH] widget: tidy {n}", "This only moves a comment.\n", null);
        await PutAsync(talk, cancellationToken);
        if (n % 3 == 0)
        {
            using MimeMessage copy = Report(n, id, "linux-fsdevel@lists.example.org");
            await PutAsync(copy, cancellationToken);
        }

        if (n % 4 == 0)
        {
            using MimeMessage followUp = Plain($"reply{n}@example.org", $"Re: [BUG] demo{n}", "Thanks, I can see it here as well.\n", id);
            await PutAsync(followUp, cancellationToken);
        }
    }

    private async Task PutAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        await dovecot.AppendAsync(Reader, message, cancellationToken);
        Sent.Add(message.MessageId!);
    }

    /// <summary>A report about two callbacks of its own.</summary>
    public static MimeMessage Report(int n, string id, string list)
    {
        MimeMessage mail = Plain(
            id,
            $"[BUG] demo{n}_cache and demo{n}_link shut down in the wrong order at reboot",
            $"""
            Hi,

            our storage stack registers two callbacks on the reboot notifier chain:

              demo{n}_link_reboot    priority 10
              demo{n}_cache_reboot   priority 0

            At reboot this order is seen:

              1) demo{n}_link_reboot
              2) demo{n}_cache_reboot

            On reboot, demo{n}_cache_reboot must run before demo{n}_link_reboot.

            """,
            null);
        mail.Headers["List-Id"] = $"<{list.Replace('@', '.')}>";
        mail.To.Clear();
        mail.To.Add(new MailboxAddress("", list));
        return mail;
    }

    private static MimeMessage Plain(string id, string subject, string text, string? parent)
    {
        MimeMessage mail = new() { MessageId = id, Subject = subject, Date = TimeProvider.System.GetUtcNow(), Body = new TextPart("plain") { Text = text } };
        mail.From.Add(new MailboxAddress("Storage Team", "storage@people.example.org"));
        mail.To.Add(new MailboxAddress("", List));
        mail.Headers["List-Id"] = $"<{List.Replace('@', '.')}>";
        mail.Headers["Precedence"] = "bulk";
        if (parent is not null)
        {
            mail.InReplyTo = parent;
            mail.References.Add(parent);
        }

        return mail;
    }
}
