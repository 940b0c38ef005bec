using System.Text;

namespace TriageBot.Bot.Reports;

/// <summary>Builds the text of a mail: prose wrapped at 72 columns, quotes, and lines that are never wrapped.</summary>
internal sealed class PlainText
{
    /// <summary>Columns of prose.</summary>
    public const int Width = 72;

    // With the mark in front of it 80 columns.
    private const int QuoteWidth = 78;

    private readonly StringBuilder _text = new();

    /// <summary>Prose; a word that is longer than a line (a URL) stands alone and is not cut.</summary>
    /// <param name="first">What the first line begins with.</param>
    /// <param name="rest">What the other lines begin with.</param>
    public PlainText Prose(string text, string first = "", string rest = "")
    {
        StringBuilder line = new(first);
        int empty = line.Length;
        foreach (string word in SafeText.Line(text, int.MaxValue).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > empty && line.Length + 1 + word.Length > Width)
            {
                EndLine(line);
                line.Append(rest);
                empty = line.Length;
            }

            if (line.Length > empty)
            {
                line.Append(' ');
            }

            line.Append(word);
        }

        EndLine(line);
        return this;
    }

    /// <summary>A line of somebody else, as it was written; wrapped only when a terminal could not show it.</summary>
    public PlainText Quote(string line) => line.Length <= QuoteWidth ? Verbatim("> " + line) : Prose(line, "> ", "> ");

    /// <summary>A line of a trace, a patch or a command: never wrapped.</summary>
    public PlainText Code(string line)
    {
        _text.Append(SafeText.Verbatim("    " + line)).Append('\n');
        return this;
    }

    /// <summary>A line of a text that was made by this class before.</summary>
    public PlainText Verbatim(string line)
    {
        _text.Append(SafeText.Verbatim(line)).Append('\n');
        return this;
    }

    /// <summary>Lines that are never wrapped; beyond a number of them only how many there are.</summary>
    public PlainText Code(IReadOnlyList<string> lines, int max, string where)
    {
        foreach (string line in lines.Take(max))
        {
            Code(line);
        }

        return lines.Count > max ? Code($"[{lines.Count - max} more lines {where}]") : this;
    }

    /// <summary>An empty line, unless one stands there already.</summary>
    public PlainText Blank()
    {
        if (_text.Length > 0 && !EndsWithBlank())
        {
            _text.Append('\n');
        }

        return this;
    }

    /// <summary>The line that separates a footer; its blank is part of it.</summary>
    public PlainText SignatureMark()
    {
        _text.Append("-- \n");
        return this;
    }

    public override string ToString() => _text.ToString();

    private bool EndsWithBlank() => _text.Length >= 2 && _text[^1] == '\n' && _text[^2] == '\n';

    private void EndLine(StringBuilder line)
    {
        _text.Append(line.ToString().TrimEnd()).Append('\n');
        line.Clear();
    }
}
