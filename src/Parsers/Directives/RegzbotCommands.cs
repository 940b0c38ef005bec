using System.Collections.Frozen;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Directives;

/// <summary>The commands of regzbot, with the synonyms that its code accepts.</summary>
/// <remarks>Source: <c>regzbot/_rbcmd.py</c> and <c>docs/reference.md</c> of regzbot.</remarks>
internal static partial class RegzbotCommands
{
    private static readonly FrozenDictionary<string, string> Synonyms = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["subject"] = "title", ["summary"] = "title", ["related"] = "monitor", ["relate"] = "monitor", ["backmonitor"] = "monitor",
        ["relatebrief"] = "link", ["related-briefly"] = "link", ["relate-briefly"] = "link", ["unmonitor"] = "unlink", ["unrelated"] = "unlink", ["unrelate"] = "unlink",
        ["dup"] = "duplicate", ["dup-of"] = "duplicate", ["dupof"] = "duplicate", ["duplicate-of"] = "duplicate",
        ["fixed-by"] = "fix", ["fixedby"] = "fix", ["resolved"] = "resolve", ["back-burner"] = "backburner", ["backburn"] = "backburner",
        ["unbackburn"] = "unbackburner", ["unback-burner"] = "unbackburner", ["activity-ignore"] = "ignore-activity", ["use"] = "report",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, DirectiveAction> Plain = new Dictionary<string, DirectiveAction>(StringComparer.Ordinal)
    {
        ["resolve"] = DirectiveAction.Resolve, ["invalid"] = DirectiveAction.Invalid, ["inconclusive"] = DirectiveAction.Inconclusive,
        ["backburner"] = DirectiveAction.Backburner, ["unbackburner"] = DirectiveAction.Unbackburner, ["poke"] = DirectiveAction.Poke,
        ["ignore-activity"] = DirectiveAction.IgnoreActivity, ["note"] = DirectiveAction.Note,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether regzbot knows the word.</summary>
    public static bool Knows(string command)
    {
        string word = Main(command);
        return Plain.ContainsKey(word) || word is "introduced" or "title" or "from" or "monitor" or "link" or "unlink" or "duplicate" or "fix" or "report";
    }

    /// <summary>Reads a command.</summary>
    public static DirectiveReading Read(string command, string argument)
    {
        string word = Main(command);
        if (Plain.TryGetValue(word, out DirectiveAction action))
        {
            return DirectiveReading.Of(new PlainCommand(action, argument));
        }

        return word switch
        {
            "introduced" => Introduced(argument, command.Contains('^', StringComparison.Ordinal)),
            "title" => argument.Length > 0 ? DirectiveReading.Of(new TitleCommand(argument)) : Needs(command, "the title"),
            "from" => From(command, argument),
            "monitor" => Place(command, argument, DirectiveAction.Monitor),
            "link" => Place(command, argument, DirectiveAction.Link),
            "unlink" => Place(command, argument, DirectiveAction.Unlink),
            "report" => Place(command, argument, DirectiveAction.Report),
            "duplicate" => Duplicate(command, argument),
            "fix" => Fix(command, argument),
            _ => DirectiveReading.Failed($"#regzbot does not know the command \"{command}\"."),
        };
    }

    /// <summary>Reads <c>ID [subject]</c>, or a subject alone, in quotes, brackets or neither.</summary>
    public static FixCommand FixOf(string argument)
    {
        Match match = IdAndSubject().Match(argument);
        string? id = match.Groups["id"] is { Success: true } found ? found.Value.ToLowerInvariant() : null;
        string subject = match.Groups["rest"].Value.Trim();
        while (subject.Length > 1 && (subject[0], subject[^1]) is ('(', ')') or ('"', '"') or ('\'', '\''))
        {
            subject = subject[1..^1].Trim();
        }

        return new FixCommand(id, subject.Length == 0 ? null : subject);
    }

    private static string Main(string command)
    {
        string word = command.Trim('^');
        return Synonyms.GetValueOrDefault(word, word);
    }

    private static DirectiveReading Introduced(string argument, bool caret)
    {
        if (argument.Contains(" .. ", StringComparison.Ordinal))
        {
            return DirectiveReading.Failed("#regzbot introduced takes a range without blanks, for example v6.1..v6.2.");
        }

        Match match = Range().Match(argument);
        if (!match.Success)
        {
            return Needs("introduced", "a commit or a range, for example v6.1..v6.2");
        }

        string first = match.Groups["first"].Value;
        string second = match.Groups["second"].Value;
        string? report = caret ? "^" : match.Groups["report"] is { Success: true } place ? place.Value : null;
        if (match.Groups["dots"].Success)
        {
            return DirectiveReading.Of(new IntroducedCommand(Present(first), Present(second), report));
        }

        bool isId = first.AsSpan().ContainsAnyInRange('0', '9') && !first.AsSpan().ContainsAnyExcept(CommitDigits.All);
        string? doubt = !isId
            ? $"#regzbot introduced names {first} alone; regzbot needs a commit, or a range that ends there, for example v6.1..{first}."
            : first.Length < 8 ? $"#regzbot introduced {first}: regzbot needs at least 8 digits of the id." : null;
        return DirectiveReading.Of(new IntroducedCommand(null, first, report), doubt);
    }

    private static DirectiveReading From(string command, string argument)
    {
        Match match = NameAndAddress().Match(argument);
        return match.Success
            ? DirectiveReading.Of(new FromCommand(match.Groups["name"].Value.Trim(' ', '"'), Present(match.Groups["address"].Value)))
            : Needs(command, "a name, an address, or both: Name <name@example.org>");
    }

    private static DirectiveReading Place(string command, string argument, DirectiveAction action)
    {
        Match match = UrlAndTitle().Match(argument);
        return match.Success
            ? DirectiveReading.Of(new PlaceCommand(action, match.Groups["url"].Value, match.Groups["title"].Value))
            : command.StartsWith('^') && argument.Length == 0
                ? DirectiveReading.Of(new PlaceCommand(action, "^", ""))
                : Needs(command, "an address that begins with http:// or https://");
    }

    private static DirectiveReading Duplicate(string command, string argument)
    {
        Match match = UrlAndTitle().Match(argument);
        return match.Success
            ? DirectiveReading.Of(new DuplicateCommand(match.Groups["url"].Value))
            : Needs(command, "the address of the other report, beginning with http:// or https://");
    }

    private static DirectiveReading Fix(string command, string argument) =>
        argument.Length == 0 ? Needs(command, "the commit, its subject, or both") : DirectiveReading.Of(FixOf(argument));

    private static DirectiveReading Needs(string command, string what) => DirectiveReading.Failed($"#regzbot {command} needs {what}.");

    private static string? Present(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex(@"^(?<first>[\w./-]*?\w)(?<dots>\.\.\.?(?<second>[\w][\w./-]*)?)?(\^(?=\s|$))?(\s+(?<report>\^|~|/(?=\s|$)|<?https?://\S+))?(\s|$|[(,""'])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Range();

    [GeneratedRegex(@"^(?<name>[^<>@]*?)\s*(<?(?<address>[^\s<>@]+@[^\s<>@]+)>?)?\s*$(?<=\S.*)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NameAndAddress();

    [GeneratedRegex(@"^<?(?<url>https?://[^\s<>]+|\^)>?(\s+(?<title>.*))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex UrlAndTitle();

    [GeneratedRegex(@"^(commit:?\s+)?((?<id>[0-9a-fA-F]{8,40})(?=$|[\s,(:]),?:?)?(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex IdAndSubject();
}
