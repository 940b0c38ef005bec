using System.Text;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;

namespace Parsers.Tests;

/// <summary>Turns texts into mails and facts into lines that a test can compare.</summary>
internal static class MailText
{
    public static MailFacts Read(string body, string subject = "a question", string from = "reporter@example.org") =>
        MailReader.Read(Bytes(body, subject, from));

    public static byte[] Bytes(string body, string subject = "a question", string from = "reporter@example.org") =>
        Encoding.UTF8.GetBytes(
            $"From: {from}\nTo: list@example.org\nSubject: {subject}\nMessage-ID: <1@example.org>\nDate: Thu, 28 Jan 2016 15:40:33 -0500\n"
            + $"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}");

    public static string[] Callbacks(this MailFacts facts) => [.. facts.Callbacks.Select(c => $"{c.Name} {c.Priority}").Order()];

    public static string[] Orders(this MailFacts facts) =>
        [.. facts.Orderings.Select(o => $"{o.Event} {o.Kind} {string.Join(" ", o.Sequence)}".Trim()).Order()];

    public static string[] Commits(this MailFacts facts) => [.. facts.Commits.Select(c => $"{c.Sha} {c.Role}")];
}
