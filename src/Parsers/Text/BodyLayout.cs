using System.Buffers;

namespace TriageBot.Parsers.Text;

/// <summary>The role of every line of a mail. One pass over the lines; a line is looked at a bounded number of times.</summary>
internal sealed class BodyLayout
{
    private const int MaxAttributionLines = 4;
    private readonly LineRole[] _roles;

    private BodyLayout(SourceText body, LineRole[] roles)
    {
        Body = body;
        _roles = roles;
    }

    /// <summary>The text whose lines these are.</summary>
    public SourceText Body { get; }

    /// <summary>Number of lines.</summary>
    public int LineCount => _roles.Length;

    /// <summary>Role of a line (1-based).</summary>
    public LineRole this[int line] => _roles[line - 1];

    /// <summary>Whether any line has the role.</summary>
    public bool Has(LineRole role) => Array.IndexOf(_roles, role) >= 0;

    /// <summary>Number of lines with the role.</summary>
    public int Count(LineRole role) => _roles.AsSpan().Count(role);

    /// <summary>Whether the author's own lines hold one of the words. They are looked at as they stand, without a copy.</summary>
    public bool OwnHas(SearchValues<string> words)
    {
        for (int line = 1; NextOwn(ref line) is { Length: > 0 } run;)
        {
            if (Body.Slice(run).ContainsAny(words))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The next lines of own text that stand together, blank ones among them; empty when there are no more.</summary>
    /// <param name="line">Where to look from; then the line behind them.</param>
    public TextSpan NextOwn(ref int line)
    {
        while (line <= LineCount && this[line] != LineRole.Own)
        {
            line++;
        }

        int first = line;
        while (line <= LineCount && this[line] is LineRole.Own or LineRole.Blank)
        {
            line++;
        }

        return first > LineCount ? default : Body.LineSpan(first).Union(Body.LineSpan(line - 1));
    }

    /// <summary>Tells the role of each line.</summary>
    /// <param name="maxLineChars">Longer lines are passed over.</param>
    /// <param name="attachedFrom">Position where text attachments begin: a signature never reaches over it.</param>
    public static BodyLayout Of(SourceText body, int maxLineChars, int attachedFrom)
    {
        LineRole[] roles = new LineRole[body.LineCount];
        DiffLocator diffs = new();
        LineRole tail = LineRole.Own;
        bool inArmour = false;
        for (int line = 1; line <= body.LineCount; line++)
        {
            TextSpan span = body.LineSpan(line);
            ReadOnlySpan<char> text = body.Slice(span);
            tail = span.Start >= attachedFrom && tail == LineRole.Signature ? LineRole.Own : tail;
            if (diffs.Takes(text, line < body.LineCount ? body.Line(line + 1) : default))
            {
                roles[line - 1] = LineRole.Diff;
                tail = LineRole.Own;
                continue;
            }

            tail = inArmour && text.IsWhiteSpace() ? LineRole.Own : SignatureRules.TailFrom(body, line, text) ?? tail;
            inArmour = SignatureRules.OpensArmour(text) || (inArmour && !text.IsWhiteSpace());
            roles[line - 1] = RoleOf(text, tail, maxLineChars);
            tail = tail == LineRole.Forwarded && SignatureRules.EndsForward(text) ? LineRole.Own : tail;
            if (roles[line - 1] == LineRole.Quote)
            {
                MarkAttribution(body, roles, line);
            }
        }

        return new BodyLayout(body, roles);
    }

    private static LineRole RoleOf(ReadOnlySpan<char> text, LineRole tail, int maxLineChars)
    {
        if (text.Length > maxLineChars)
        {
            return LineRole.TooLong;
        }

        if (text.IsWhiteSpace())
        {
            return LineRole.Blank;
        }

        return QuoteRules.IsQuote(text) ? LineRole.Quote : tail;
    }

    // The attribution stands right above a quote, perhaps wrapped and with a blank line between.
    private static void MarkAttribution(SourceText body, LineRole[] roles, int quoteLine)
    {
        int last = quoteLine - 1;
        if (last >= 1 && roles[last - 1] == LineRole.Blank)
        {
            last--;
        }

        if (last < 1 || roles[last - 1] != LineRole.Own || !QuoteRules.EndsAttribution(body.Line(last)))
        {
            return;
        }

        int first = last;
        while (first > 1 && last - first + 1 < MaxAttributionLines && roles[first - 2] == LineRole.Own
            && !QuoteRules.StartsAttribution(body.Line(first)))
        {
            first--;
        }

        first = QuoteRules.StartsAttribution(body.Line(first)) ? first : last;
        roles.AsSpan(first - 1, last - first + 1).Fill(LineRole.Attribution);
    }
}
