namespace TriageBot.Parsers.Text;

/// <summary>Where the author's text ends: signature, list footer, unmarked forwarded message.</summary>
internal static class SignatureRules
{
    private static readonly string[] ForwardRules =
    [
        "-----Original Message-----", "---------- Forwarded message", "-------- Forwarded Message", "-------- Original Message",
        "----- Forwarded message", "Begin forwarded message:", "________________________________________",
    ];

    /// <summary>The role of all that follows when the line begins such a tail, else null.</summary>
    public static LineRole? TailFrom(SourceText body, int line, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('-' or '_' or 'B' or 'b'))
        {
            return null;
        }

        if (text is "-- " or "--")
        {
            // A bare "--" is also used as a rule inside a text; as a signature it has little under it.
            return text.Length == 3 || body.LineCount - line <= 12 ? LineRole.Signature : null;
        }

        if (text.StartsWith("______________", StringComparison.Ordinal) && FooterFollows(body, line))
        {
            return LineRole.Signature;
        }

        foreach (string rule in ForwardRules)
        {
            if (text.StartsWith(rule, StringComparison.OrdinalIgnoreCase) && HeaderFollows(body, line))
            {
                return LineRole.Forwarded;
            }
        }

        return null;
    }

    private static bool FooterFollows(SourceText body, int line)
    {
        for (int next = line + 1; next <= Math.Min(line + 3, body.LineCount); next++)
        {
            ReadOnlySpan<char> text = body.Line(next);
            if (text.Contains("mailing list", StringComparison.OrdinalIgnoreCase) || text.Contains("listinfo", StringComparison.Ordinal)
                || text.Contains("lists.", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HeaderFollows(SourceText body, int line)
    {
        for (int next = line + 1; next <= Math.Min(line + 4, body.LineCount); next++)
        {
            ReadOnlySpan<char> text = body.Line(next).TrimStart();
            if (text.StartsWith("From:", StringComparison.Ordinal) || text.StartsWith("Subject:", StringComparison.Ordinal)
                || text.StartsWith("Date:", StringComparison.Ordinal) || text.StartsWith("Sent:", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
