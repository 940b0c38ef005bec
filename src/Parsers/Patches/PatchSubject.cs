using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>What the subject of a mail says of a patch and its place in a series.</summary>
/// <param name="Title">Without brackets and answer marks.</param>
/// <param name="IsReply">Whether it begins with "Re:" or its like in another language.</param>
/// <param name="IsPatch">Whether the brackets speak of a patch.</param>
/// <param name="Version">1 when none is stated; of <c>v1.1</c> the first number.</param>
/// <param name="Number">Place in the series, 0 for its cover letter, null outside of series.</param>
/// <param name="Total">Patches of the series, or null.</param>
/// <param name="IsResend">Sent again unchanged.</param>
/// <param name="IsPull">A pull request.</param>
/// <param name="Tags">All other words of the brackets: trees, branches, lists, e.g. <c>net-next</c>, <c>6.1.y</c>.</param>
public sealed partial record PatchSubject(
    string Title, bool IsReply, bool IsPatch, int Version, int? Number, int? Total, bool IsRfc, bool IsResend, bool IsPull, ImmutableArray<string> Tags)
{
    private const int MaxBrackets = 8;
    private const int MaxChars = 1_000;

    /// <summary>Whether it is the cover letter of a series.</summary>
    public bool IsCover => Number == 0 && Total > 0;

    /// <summary>Reads a subject.</summary>
    public static PatchSubject Read(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        string rest = (subject.Length > MaxChars ? subject[..MaxChars] : subject).Trim();
        Reading reading = new();
        bool reply = false;
        for (int i = 0; i < MaxBrackets; i++)
        {
            Match mark = Answer().Match(rest);
            reply |= mark.Success;
            rest = rest[mark.Length..];
            Match bracket = Bracket().Match(rest);
            if (!bracket.Success)
            {
                break;
            }

            reading.Take(bracket.Groups["words"].Value);
            rest = rest[bracket.Length..];
        }

        bool isPatch = reading.SaysPatch || reading.Total is not null || reading.SaysVersion;
        return new PatchSubject(
            rest.Trim(), reply, isPatch && !reading.IsPull, reading.Version, reading.Number, reading.Total, reading.IsRfc, reading.IsResend, reading.IsPull,
            reading.Tags.ToImmutable());
    }

    [GeneratedRegex(@"^((re|aw|antw|sv|vs|vb|ynt|odp|r|fwd?|wg|tr|rv|ref|enc|res|\u56de\u590d|\u7b54\u590d|\u8f6c\u53d1|\u56de\u8986|\u8fd4\u4fe1)(\[\d{1,3}\]|\^\d{1,3})?\s{0,3}[:\uff1a]\s{0,5})+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Answer();

    [GeneratedRegex(@"^\[(?<words>[^\[\]]{0,200})\]:?\s*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Bracket();

    [GeneratedRegex(@"^(patch)?v(?<version>\d{1,3})(\.\d{1,3})?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex VersionWord();

    [GeneratedRegex(@"^(?<number>\d{1,4})([-.]\d{1,4})?/(?<total>\d{1,4})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<number>\d{1,4}) of (?<total>\d{1,4})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex PlaceInWords();

    private sealed class Reading
    {
        public bool SaysPatch { get; private set; }

        public bool SaysVersion { get; private set; }

        public int Version { get; private set; } = 1;

        public int? Number { get; private set; }

        public int? Total { get; private set; }

        public bool IsRfc { get; private set; }

        public bool IsResend { get; private set; }

        public bool IsPull { get; private set; }

        public ImmutableArray<string>.Builder Tags { get; } = ImmutableArray.CreateBuilder<string>();

        public void Take(string words)
        {
            // Mercurial writes "1 of 2".
            string text = PlaceInWords().Replace(words, "${number}/${total}");
            foreach (string word in text.Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
            {
                TakeWord(word);
            }
        }

        private void TakeWord(string word)
        {
            Match version = VersionWord().Match(word);
            Match place = Place().Match(word);
            if (version.Success)
            {
                Version = Parse(version.Groups["version"]);
                SaysVersion = true;
                SaysPatch |= word.Length > 0 && word[0] is 'p' or 'P';
            }
            else if (place.Success)
            {
                Number = Parse(place.Groups["number"]);
                Total = Parse(place.Groups["total"]);
            }
            else if (!TakeKeyword(word.ToUpperInvariant()))
            {
                Tags.Add(word);
                SaysPatch |= word.StartsWith("PATCH", StringComparison.OrdinalIgnoreCase);
            }
        }

        private bool TakeKeyword(string word)
        {
            switch (word)
            {
                case "PATCH" or "PATCHES" or "PATCHSET":
                    SaysPatch = true;
                    return true;
                case "RFC" or "RFT" or "RFC/RFT":
                    IsRfc = true;
                    return true;
                case "RESEND" or "REPOST" or "RE-SEND":
                    IsResend = true;
                    return true;
                case "PULL" or "GIT":
                    IsPull |= word is "PULL";
                    return true;
                default:
                    return false;
            }
        }

        private static int Parse(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
