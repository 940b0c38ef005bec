using System.Text;
using MimeKit.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>The readable text of an HTML part.</summary>
internal static class HtmlText
{
    /// <summary>Extracts text: blocks become lines, <c>blockquote</c> becomes <c>&gt;</c>, scripts and styles are left out.</summary>
    public static string Extract(string html)
    {
        using StringReader reader = new(html);
        HtmlTokenizer tokenizer = new(reader) { DecodeCharacterReferences = true };
        Writer writer = new();
        while (tokenizer.ReadNextToken(out HtmlToken? token))
        {
            if (token is HtmlTagToken tag)
            {
                writer.Tag(tag);
            }
            else if (token is HtmlDataToken data && token.Kind == HtmlTokenKind.Data)
            {
                writer.Text(data.Data);
            }
        }

        return writer.ToString();
    }

    private sealed class Writer
    {
        private const int MaxQuotes = 20;
        private readonly StringBuilder _text = new();
        private int _quotes;
        private int _preformatted;
        private bool _lineStart = true;
        private bool _blankPending;

        public void Tag(HtmlTagToken tag)
        {
            int step = tag.IsEndTag ? -1 : tag.IsEmptyElement ? 0 : 1;
            switch (tag.Id)
            {
                case HtmlTagId.BlockQuote:
                    EndLine();
                    _quotes = Math.Clamp(_quotes + step, 0, MaxQuotes);
                    break;
                case HtmlTagId.Pre:
                    EndLine();
                    _preformatted = Math.Max(0, _preformatted + step);
                    break;
                case HtmlTagId.Br:
                    NewLine();
                    break;
                case HtmlTagId.P:
                    EndLine();
                    if (tag.IsEndTag)
                    {
                        NewLine();
                    }

                    break;
                case HtmlTagId.LI when !tag.IsEndTag:
                    EndLine();
                    Text("- ");
                    break;
                case HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI or HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.Table or HtmlTagId.HR
                    or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6:
                    EndLine();
                    break;
                case HtmlTagId.TD or HtmlTagId.TH:
                    _blankPending = true;
                    break;
            }
        }

        public void Text(string data)
        {
            foreach (char c in data)
            {
                if (c == '\n' && _preformatted > 0)
                {
                    NewLine();
                }
                else if (char.IsWhiteSpace(c) && _preformatted == 0)
                {
                    _blankPending = true;
                }
                else
                {
                    Put(c);
                }
            }
        }

        public override string ToString() => _text.ToString();

        private void Put(char c)
        {
            if (_lineStart && _quotes > 0)
            {
                _text.Append('>', _quotes).Append(' ');
            }
            else if (_blankPending && !_lineStart)
            {
                _text.Append(' ');
            }

            _text.Append(c);
            _blankPending = false;
            _lineStart = false;
        }

        private void EndLine()
        {
            if (!_lineStart)
            {
                NewLine();
            }
        }

        private void NewLine()
        {
            _text.Append('\n');
            _lineStart = true;
            _blankPending = false;
        }
    }
}
