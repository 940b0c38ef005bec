using System.Text.RegularExpressions;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Oops;

/// <summary>Titles of kernel logs against those that syzkaller's own corpus states.</summary>
public sealed partial class SyzkallerReportTests
{
    private static readonly string Folder = Path.Combine(Repository.Shared, "mail", "raw", "google+syzkaller", "pkg", "report", "testdata", "linux", "report");

    // File and reason for each title that differs.
    private static readonly Dictionary<string, string> Explained = new(StringComparer.Ordinal)
    {
        ["48"] = "syzkaller drops the end of the panic's text; this program keeps it",
        ["67"] = "the program counter is in the converter that loops; syzkaller names a caller that it knows",
        ["69"] = "syzkaller knows that the ldisc lock is taken for the hangup; the trace names the taker",
        ["75"] = "syzkaller drops the prefix of system calls here and keeps it elsewhere",
        ["77"] = "syzkaller's fallback for a cut log keeps the address; the title here is that of a whole log",
        ["79"] = "as 77",
        ["90"] = "as 48",
        ["95"] = "syzkaller passes over what sets up the stopper threads",
        ["98"] = "the log ends behind the headline; lockdep's kinds of deadlock have one title here",
        ["99"] = "the headline is broken over two records",
    };

    [Fact]
    public void Title_agrees_with_syzkaller_or_is_explained()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "The shared corpus of syzkaller is not there.");
        List<string> differences = [];
        foreach (string path in Directory.EnumerateFiles(Folder))
        {
            string[] lines = File.ReadAllLines(path);
            int gap = Array.IndexOf(lines, "");
            string[] wanted = [.. lines.Take(gap).Select(line => Stated().Match(line)).Where(match => match.Success).Select(match => match.Groups["title"].Value)];
            IEnumerable<string> log = lines.Skip(gap + 1).TakeWhile(line => line is not "REPORT:");
            string got = MailText.Read(string.Join('\n', log)).CallTraces.FirstOrDefault()?.Title ?? "";
            string name = Path.GetFileName(path);
            if (!Agrees(got, wanted) && !Explained.ContainsKey(name))
            {
                differences.Add($"{name}: \"{got}\" instead of \"{string.Join("\" or \"", wanted)}\"");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    // "corrupted" is what syzkaller writes in place of a function when a log is cut off; this program names it where the headline does.
    private static bool Agrees(string got, string[] wanted) =>
        wanted.Length == 0 ? got.Length == 0 : Array.Exists(wanted, want => got == want
            || (want.EndsWith(" in corrupted", StringComparison.Ordinal) && got.StartsWith(want[..^" in corrupted".Length], StringComparison.Ordinal)));

    [GeneratedRegex("^(TITLE|ALT): (?<title>.*)$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Stated();
}
