using System.Text;
using MimeKit;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Walks the parts of a message and puts the readable ones into one text, inline parts first, text attachments behind them.</summary>
internal sealed class TextCollector(MailLimits limits, List<Diagnostic> diagnostics)
{
    private readonly Pieces _inline = new();
    private readonly Pieces _attached = new();
    private int _parts;
    private bool _cut;
    private bool _charsetTold;

    /// <summary>The whole text.</summary>
    public string Text => _attached.Length == 0 ? _inline.ToString() : Separated() + _attached.ToString();

    /// <summary>Where attachments begin in <see cref="Text"/>.</summary>
    public int AttachedFrom => _attached.Length == 0 ? _inline.Length : Separated().Length;

    /// <summary>Adds the parts of an entity.</summary>
    public void Add(MimeEntity? entity)
    {
        if (entity is not null)
        {
            Walk(entity, depth: 0);
        }

        if (_inline.Length + _attached.Length == 0)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.NoText, 0, default, "The message has no readable text part."));
        }
    }

    private string Separated()
    {
        string text = _inline.ToString();
        return text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
    }

    private void Walk(MimeEntity entity, int depth)
    {
        if (_cut)
        {
            return;
        }

        if (++_parts > limits.MaxParts || depth > limits.MaxDepth)
        {
            _cut = true;
            diagnostics.Add(new Diagnostic(
                DiagnosticId.MailTooComplex, 0, default, $"More than {limits.MaxParts} parts or {limits.MaxDepth} levels; the rest was left out."));
            return;
        }

        switch (entity)
        {
            case MultipartAlternative alternative:
                WalkBest(alternative, depth);
                break;
            case Multipart multipart:
                foreach (MimeEntity child in multipart)
                {
                    Walk(child, depth + 1);
                }

                break;
            case TextPart text:
                AddText(text);
                break;
            case MimePart part when IsPatch(part):
                AddDecoded(_attached, part);
                break;
        }
    }

    // The alternatives say the same thing; plain text is the one people quote from.
    private void WalkBest(MultipartAlternative alternative, int depth)
    {
        MimeEntity? best = alternative.FirstOrDefault(child => child is TextPart { IsPlain: true })
            ?? alternative.FirstOrDefault(child => child is Multipart)
            ?? alternative.FirstOrDefault(child => child is TextPart { IsHtml: true })
            ?? alternative.FirstOrDefault();
        if (best is not null)
        {
            Walk(best, depth + 1);
        }
    }

    private void AddText(TextPart part)
    {
        bool attached = part.IsAttachment && !(_inline.Length == 0 && part.FileName is null);
        if (!attached || IsPatch(part) || part.IsPlain)
        {
            AddDecoded(attached || part.FileName?.Length > 0 ? _attached : _inline, part);
        }
    }

    private static bool IsPatch(MimePart part)
    {
        string name = part.FileName ?? "";
        return part.ContentType.MediaSubtype is "x-patch" or "x-diff"
            || name.EndsWith(".patch", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".diff", StringComparison.OrdinalIgnoreCase);
    }

    private void AddDecoded(Pieces target, MimePart part)
    {
        int room = limits.MaxTextChars - _inline.Length - _attached.Length;
        if (part.Content is null || room <= 0)
        {
            Cut(room <= 0);
            return;
        }

        string text;
        bool fits;
        if (part.Content.Encoding is ContentEncoding.Default or ContentEncoding.SevenBit or ContentEncoding.EightBit or ContentEncoding.Binary
            && part.Content.Stream is MemoryStream plain && plain.TryGetBuffer(out ArraySegment<byte> whole))
        {
            Cut(whole.Count > room);
            text = TextDecoding.Decode(whole.AsSpan(0, Math.Min(room, whole.Count)), part.ContentType.Charset, out fits);
        }
        else
        {
            using LimitedStream stream = new(room, Expected(part.Content.Stream));
            part.Content.DecodeTo(stream);
            Cut(stream.Overflowed);
            text = TextDecoding.Decode(stream.Written, part.ContentType.Charset, out fits);
        }

        if (!fits && !_charsetTold)
        {
            _charsetTold = true;
            diagnostics.Add(new Diagnostic(
                DiagnosticId.CharsetUnknown, 0, default, "The charset of a part is unknown or does not fit its bytes; another one was used."));
        }

        text = TextDecoding.Normalise(text);
        if (part is TextPart { IsHtml: true })
        {
            text = HtmlText.Extract(text);
        }
        else if (part is TextPart { IsFlowed: true })
        {
            text = FlowedText.Unstuff(text);
        }

        target.Add(text);
    }

    private static int Expected(Stream? content) => content is { CanSeek: true } ? (int)Math.Clamp(content.Length, 0, 1 << 20) : 0;

    private void Cut(bool overflowed)
    {
        if (overflowed && !_cut)
        {
            _cut = true;
            diagnostics.Add(new Diagnostic(
                DiagnosticId.MailTooLarge, 0, default, $"The text is longer than {limits.MaxTextChars} bytes; the rest was left out."));
        }
    }

    /// <summary>Texts behind each other, each on a line of its own. Nearly all mails have one, which is not copied.</summary>
    private sealed class Pieces
    {
        private string _first = "";
        private StringBuilder? _all;

        public int Length => _all?.Length ?? _first.Length;

        public void Add(string text)
        {
            if (Length == 0)
            {
                _first = text;
                return;
            }

            _all ??= new StringBuilder(_first);
            if (_all[^1] != '\n')
            {
                _all.Append('\n');
            }

            _all.Append(text);
        }

        public override string ToString() => _all?.ToString() ?? _first;
    }
}
