using System.Text;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;

namespace Parsers.Tests.Orderings;

/// <summary>One short mail of a sheet in <c>fixtures/mail/orderings</c> and what a correct reading of it finds.</summary>
/// <remarks>A case begins with <c>### name</c>; header fields, an empty line unless the only field is the subject, and the text follow. Lines that begin
/// with <c>= </c> are expectations: <c>kind event: a > b</c> with <c>|</c> between what is also right and <c>*</c> for any event,
/// <c>maybe</c> before one that need not be found, <c>asked</c>, <c>supposed</c> and <c>negated</c> for orders that are not stated,
/// <c>callback name priority chain states</c>, <c>class a|b</c>, <c>reply yes</c>, <c>nothing</c>, and <c>known</c> with the reason why it is still read wrongly.</remarks>
internal sealed record SheetCase(string Sheet, string Name, byte[] Mail, List<string> Wanted)
{
    public string? KnownMiss => Wanted.Find(line => line.StartsWith("known ", StringComparison.Ordinal));

    public MailFacts Read() => MailReader.Read(Mail);

    public static List<SheetCase> ReadSheet(string path)
    {
        List<SheetCase> cases = [];
        foreach (string part in File.ReadAllText(path).Split("### ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = part.TrimEnd('\n').Split('\n');
            List<string> wanted = [.. lines.Where(line => line.StartsWith("= ", StringComparison.Ordinal)).Select(line => line[2..])];
            List<string> text = [.. lines.Skip(1).Where(line => !line.StartsWith("= ", StringComparison.Ordinal))];
            cases.Add(new SheetCase(Path.GetFileNameWithoutExtension(path), lines[0], MailOf(text), wanted));
        }

        return cases;
    }

    private static byte[] MailOf(List<string> lines)
    {
        int head = lines.FindIndex(line => !(line.Contains(": ", StringComparison.Ordinal) && char.IsAsciiLetterUpper(line[0]) && line.IndexOf(' ', StringComparison.Ordinal) > line.IndexOf(':', StringComparison.Ordinal)));
        head = lines[0].StartsWith("Subject:", StringComparison.Ordinal) ? 1 : head;
        string from = lines.Take(head).Any(line => line.StartsWith("From:", StringComparison.Ordinal)) ? "" : "From: reporter@example.org\n";
        string header = from + string.Join('\n', lines.Take(head));
        string body = string.Join('\n', lines.Skip(head).SkipWhile(line => line.Length == 0));
        return Encoding.UTF8.GetBytes(
            $"{header}\nTo: list@example.org\nMessage-ID: <1@example.org>\nDate: Thu, 28 Jan 2016 15:40:33 -0500\n"
            + $"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}\n");
    }
}
