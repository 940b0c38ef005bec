namespace TriageBot.Parsers.Text;

/// <summary>Where the author's text ends: signature, list footer, unmarked forwarded message.</summary>
internal static class SignatureRules
{
    private static readonly string[] ForwardRules =
    [
        "-----Original Message-----", "---------- Forwarded message", "-------- Forwarded Message", "-------- Original Message",
        "----- Forwarded message", "Begin forwarded message:", "________________________________", "-----Urspr", "-----Original-Nachricht", "-------- Weitergeleitete Nachricht",
        "-------- Urspr", "-----Message d'origine", "-------- Message transf", "-----Mensaje original", "-------- Mensaje reenviado", "-----Messaggio originale", "-----Oorspronkelijk bericht",
        "-----Mensagem original", "-----\u90ae\u4ef6\u539f\u4ef6", "-----\u539f\u59cb\u90ae\u4ef6",
    ];

    // The first header of an answer that Outlook puts above an unmarked mail, and the one that no patch has below its "From:".
    private static readonly (string First, string Below)[] BareHeaders =
        [("From:", "Sent:"), ("Von:", "Gesendet:"), ("De :", "Envoy"), ("De:", "Envoy"), ("De:", "Enviad"), ("Da:", "Inviato"), ("Van:", "Verzonden")];

    private static readonly string[] Headers =
        ["From:", "Subject:", "Date:", "Sent:", "Von:", "Betreff:", "Gesendet:", "Datum:", "De:", "De :", "Objet", "Envoy", "Asunto:", "Da:", "Oggetto:", "Van:", "\u53d1\u4ef6\u4eba", "\u4e3b\u9898"];

    /// <summary>Whether the author's text goes on behind the line: a forwarded message that is closed.</summary>
    public static bool EndsForward(ReadOnlySpan<char> text) => text.StartsWith("----- End forwarded message", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the line opens a clear-signed text; its head goes on to the next empty line.</summary>
    public static bool OpensArmour(ReadOnlySpan<char> text) => text.StartsWith("-----BEGIN PGP SIGNED MESSAGE-----", StringComparison.Ordinal);

    /// <summary>The role of all that follows when the line begins such a tail, else null.</summary>
    public static LineRole? TailFrom(SourceText body, int line, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('-' or '_' or 'B' or 'b' or 'F' or 'V' or 'D'))
        {
            return null;
        }

        // "- -- " is a signature line inside a clear-signed text; RFC 4880 section 7.1.
        if (text is "- -- " || text.StartsWith("-----BEGIN PGP SIGNATURE-----", StringComparison.Ordinal) || OpensArmour(text))
        {
            return LineRole.Signature;
        }

        if (text[0] is 'F' or 'V' or 'D')
        {
            return IsBareHeader(body, line, text) ? LineRole.Forwarded : null;
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

    private static bool IsBareHeader(SourceText body, int line, ReadOnlySpan<char> text)
    {
        foreach ((string first, string below) in BareHeaders)
        {
            if (text.StartsWith(first, StringComparison.Ordinal) && line < body.LineCount && body.Line(line + 1).TrimStart().StartsWith(below, StringComparison.Ordinal))
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
            foreach (string header in Headers)
            {
                if (text.StartsWith(header, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
