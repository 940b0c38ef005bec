using Parsers.Tests.Orderings;
using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace Parsers.Tests.Facts;

/// <summary>What a reading of one case of <c>fixtures/mail/facts</c> got right, missed and invented.</summary>
/// <remarks>The name of a sheet ends in what its cases are about; every other fact of that sort is an error. Expectations, each with <c>maybe</c>
/// before it when the fact need not be found and <c>|</c> between what is also right:
/// <c>commit sha role[/state] [: title]</c>, <c>version text role</c>, <c>link kind id</c>, <c>directive bot command argument</c>, <c>doubt</c> (a diagnostic
/// about a directive), <c>change kind block[: from -> to]</c>, <c>class name</c>, <c>reply yes</c>.</remarks>
internal sealed class FactSheetScore
{
    private readonly SheetCase _case;
    private readonly MailFacts _facts;

    public FactSheetScore(SheetCase of)
    {
        _case = of;
        _facts = of.Read();
        switch (of.Sheet[(of.Sheet.IndexOf('-', StringComparison.Ordinal) + 1)..])
        {
            case "commits":
                Score("commit", _facts.Commits, IsCommit, fact => $"{fact.Sha} {Kebab(fact.Role)} {fact.State}");
                ScorePlaces();
                break;
            case "directives":
                Score("directive", _facts.Directives, IsDirective, fact => $"{fact.Bot} {fact.Command} {fact.Argument}");
                ScoreDoubt();
                break;
            case "changes":
                Score("change", _facts.NotifierChanges, IsChange, fact => $"{Kebab(fact.Change)} {fact.Block}: {fact.From} -> {fact.To}");
                break;
            default:
                ScoreClass();
                break;
        }
    }

    public int Wanted { get; private set; }

    public int Found { get; private set; }

    public int Wrong { get; private set; }

    public int FalseReplies { get; private set; }

    public List<string> Faults { get; } = [];

    private void Score<T>(string word, IReadOnlyCollection<T> facts, Func<T, string, bool> matches, Func<T, string> tell)
    {
        List<string> wanted = Expected(word, out List<string> maybe);
        foreach (string line in wanted)
        {
            bool found = facts.Any(fact => matches(fact, line));
            Wanted++;
            Found += found ? 1 : 0;
            if (!found)
            {
                Faults.Add($"missed: {word} {line}");
            }
        }

        foreach (T fact in facts.Where(fact => !wanted.Concat(maybe).Any(line => matches(fact, line))))
        {
            Wrong++;
            Faults.Add($"wrong: {word} {tell(fact)}");
        }
    }

    private static bool IsCommit(CommitFact fact, string line)
    {
        string[] words = line.Split(' ', 3);
        string prefix = words[0][..Math.Min(7, words[0].Length)];
        bool titled = words.Length < 3 || fact.Subject == words[2][2..];
        return fact.Sha.StartsWith(prefix, StringComparison.Ordinal) && titled
            && words[1].Split('|').Any(role => role == "*" || role == Kebab(fact.Role) || role == $"{Kebab(fact.Role)}/{fact.State}");
    }

    private static bool IsDirective(DirectiveFact fact, string line) => $"{fact.Bot} {fact.Command} {fact.Argument}".TrimEnd() == line;

    private static bool IsChange(NotifierChangeFact fact, string line)
    {
        string[] words = line.Split(' ', 2);
        string[] name = words[1].Split(": ", 2);
        bool values = name.Length == 1 && !name[0].EndsWith(':');
        string[] ends = name.Length == 2 ? $" {name[1]} ".Split(" -> ") : [];
        return words[0].Split('|').Contains(Kebab(fact.Change)) && fact.Block == name[0]
            && (values || ((fact.From ?? "") == ends[0].Trim() && (fact.To ?? "") == ends[1].Trim()));
    }

    private void ScorePlaces()
    {
        foreach (string line in Expected("version", out _))
        {
            string[] words = line.Split(' ');
            Check(_facts.Versions.Any(fact => fact.Text == words[0] && (words[1] == "*" || words[1] == Kebab(fact.Role))), "version " + line);
        }

        foreach (string line in Expected("link", out _))
        {
            Check(_facts.Links.Any(fact => line == $"{Kebab(fact.Kind)} {fact.Id}"), "link " + line);
        }
    }

    private void ScoreDoubt()
    {
        bool doubt = _facts.Diagnostics.Any(one => one.Id == DiagnosticId.DirectiveUnreadable);
        if (doubt != _case.Wanted.Contains("doubt"))
        {
            Faults.Add(doubt ? "a doubt about a good directive" : "no doubt about a bad directive");
        }
    }

    private void ScoreClass()
    {
        string wanted = Expected("class", out _)[0];
        string read = Kebab(_facts.Class);
        Check(wanted.Split('|').Contains(read), $"class {wanted}, read {read} ({_facts.ClassReason})");
        bool reply = ReplyWorthiness.Judge(_facts, out string why);
        if (reply != _case.Wanted.Contains("reply yes"))
        {
            FalseReplies += reply ? 1 : 0;
            Faults.Add("reply: " + why);
        }
    }

    private void Check(bool right, string what)
    {
        Wanted++;
        Found += right ? 1 : 0;
        if (!right)
        {
            Faults.Add("missed: " + what);
        }
    }

    private List<string> Expected(string word, out List<string> maybe)
    {
        List<string> Of(string start) => [.. _case.Wanted.Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..])];
        maybe = Of($"maybe {word} ");
        return Of(word + " ");
    }

    private static string Kebab<T>(T value) where T : struct, Enum => SheetScore.Kebab(value.ToString());
}
