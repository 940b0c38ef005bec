using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Links;

/// <summary>Finds addresses, and what those of the usual git webs, archives and trackers lead to.</summary>
internal static partial class LinkScanner
{
    private const string Marker = "://";

    /// <summary>Reads all addresses of the author's own text, each once per tag.</summary>
    public static ImmutableArray<LinkFact> Read(OwnText own, int maxFacts)
    {
        if (!own.Text.Contains(Marker, StringComparison.Ordinal))
        {
            return [];
        }

        ImmutableArray<LinkFact>.Builder facts = ImmutableArray.CreateBuilder<LinkFact>();
        HashSet<(string Url, string? Tag)> told = [];
        for (int line = 1; line <= own.Layout.LineCount && facts.Count < maxFacts; line++)
        {
            if (own.Layout[line] != LineRole.Own || !own.Body.Line(line).Contains(Marker, StringComparison.Ordinal))
            {
                continue;
            }

            string text = own.Body.Line(line).ToString();
            foreach (Match match in Address().Matches(text))
            {
                string url = match.Value.TrimEnd('.', ',', ';', ':', '!', '?', '\'', '*');
                string? tag = TagOf(text, match.Index);
                if (told.Add((url, tag)) && facts.Count < maxFacts)
                {
                    (LinkKind kind, string? id) = KindOf(url);
                    facts.Add(new LinkFact(url, kind, tag, id, line, new TextSpan(own.Body.LineSpan(line).Start + match.Index, url.Length)));
                }
            }
        }

        return facts.ToImmutable();
    }

    private static string? TagOf(string text, int column)
    {
        Match tag = Trailer().Match(text);
        return tag.Success && tag.Length == column ? char.ToUpperInvariant(tag.Groups["tag"].Value[0]) + tag.Groups["tag"].Value[1..] : null;
    }

    private static (LinkKind Kind, string? Id) KindOf(string url)
    {
        if (Archive().Match(url) is { Success: true } message)
        {
            return (LinkKind.Message, Uri.UnescapeDataString(message.Groups["id"].Value));
        }

        if (Tracker().Match(url) is { Success: true } bug)
        {
            return (LinkKind.Bug, bug.Groups["id"].Value);
        }

        return GitWeb().Match(url) is { Success: true } commit ? (LinkKind.Commit, commit.Groups["id"].Value) : (LinkKind.Other, null);
    }

    [GeneratedRegex(@"https?://[^\s<>""\])]{3,1000}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?<tag>[A-Za-z]{2,20}(-[a-z]{2,12}){0,3}):\s{1,4}<?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Trailer();

    [GeneratedRegex(@"^https?://((lore|lkml)\.kernel\.org/([\w.+-]{1,60}/){1,3}|(patch\.)?msgid\.link/|marc\.info/\?i=)(?<id>[^/?#\s]{1,200}(@|%40)[^/?#\s]{1,200})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Archive();

    [GeneratedRegex(@"^https?://([\w.-]{0,60}bugzilla[\w.-]{0,60}/(show_bug\.cgi\?id=)?(?<id>\d{1,9})|syzkaller\.appspot\.com/bug\?(ext)?id=(?<id>[0-9a-f]{8,40})|[\w.-]{1,60}/[\w./-]{1,200}/issues/(?<id>\d{1,9})|bugs\.[\w.-]{1,60}/(cgi-bin/bugreport\.cgi\?bug=|\d{0}|.{0,60}\+bug/)(?<id>\d{1,9}))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Tracker();

    [GeneratedRegex(@"^https?://[\w.-]{1,60}(/.{0,300}?)?(/commit(diff)?/(\?.{0,100}?id=)?|/c/|/\+/|/linus/|/torvalds/|[?&;](id|h)=)(?<id>[0-9a-f]{7,40})(?![0-9a-zA-Z])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex GitWeb();
}
