using System.Collections.Immutable;

namespace TriageBot.Bot.Commands;

/// <summary>Tags of a DKIM or ARC signature that say what it is worth.</summary>
/// <param name="Domain">Who signed (<c>d</c>).</param>
/// <param name="Headers">Which headers are signed (<c>h</c>).</param>
/// <param name="IsWhole">Whether the whole body is signed: no <c>l</c>, behind which anybody could add.</param>
/// <param name="Instance">Place in an ARC chain (<c>i</c>); 0 elsewhere.</param>
internal sealed record SignatureTags(string Domain, ImmutableArray<string> Headers, bool IsWhole, int Instance)
{
    /// <summary>Reads them; what cannot be read is empty.</summary>
    public static SignatureTags Of(string value)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (string tag in value.Split(';'))
        {
            int at = tag.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                tags[tag[..at].Trim()] = string.Concat(tag[(at + 1)..].Where(c => !char.IsWhiteSpace(c)));
            }
        }

        return new SignatureTags(
            tags.GetValueOrDefault("d", ""),
            [.. tags.GetValueOrDefault("h", "").Split(':')],
            !tags.ContainsKey("l"),
            int.TryParse(tags.GetValueOrDefault("i", ""), out int instance) ? instance : 0);
    }
}
