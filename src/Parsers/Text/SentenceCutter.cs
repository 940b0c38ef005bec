using System.Collections.Immutable;

namespace TriageBot.Parsers.Text;

/// <summary>Cuts a block into sentences.</summary>
internal static class SentenceCutter
{
    private static readonly string[] Abbreviations = ["e.g", "i.e", "vs", "cf", "etc", "resp", "approx", "incl", "esp", "Fig", "No", "no"];

    /// <summary>Adds the sentences of a block.</summary>
    public static void Cut(string text, Block block, int index, ImmutableArray<Sentence>.Builder sentences, bool ungated)
    {
        int start = block.ContentStart;
        if (block.IsLog)
        {
            sentences.Add(new Sentence(text, start, block.End - start, index, ungated, logged: true));
            return;
        }

        for (int i = start; i < block.End; i++)
        {
            if (text[i] is '.' or '!' or '?' && Ends(text, start, i, block.End))
            {
                Add(text, start, i + 1, index, sentences, ungated);
                start = i + 1;
            }
        }

        Add(text, start, block.End, index, sentences, ungated);
    }

    private static void Add(string text, int start, int end, int index, ImmutableArray<Sentence>.Builder sentences, bool ungated)
    {
        while (start < end && text[start] == ' ')
        {
            start++;
        }

        while (end > start && text[end - 1] == ' ')
        {
            end--;
        }

        if (end > start)
        {
            sentences.Add(new Sentence(text, start, end - start, index, ungated));
        }
    }

    private static bool Ends(string text, int start, int stop, int end)
    {
        int next = stop + 1;
        while (next < end && text[next] is ')' or '"' or '\'')
        {
            next++;
        }

        if (next < end && text[next] != ' ')
        {
            return false;
        }

        while (next < end && text[next] == ' ')
        {
            next++;
        }

        ReadOnlySpan<char> before = text.AsSpan(start, stop - start);
        return next >= end || ((StartsSentence(text, next, end) || EndsInWord(before)) && !EndsInAbbreviation(before));
    }

    // A sentence begins with a capital or a sign, but also with the name of a function.
    private static bool StartsSentence(string text, int position, int end)
    {
        if (!char.IsLower(text[position]))
        {
            return true;
        }

        int blank = text.IndexOf(' ', position, end - position);
        return text.AsSpan(position, (blank < 0 ? end : blank) - position).IndexOfAny('_', '(') >= 0;
    }

    // Names of subsystems are written small at the start of a sentence too; then the word in front of the stop has to be one of the language.
    private static bool EndsInWord(ReadOnlySpan<char> before)
    {
        int length = 0;
        while (length < before.Length && char.IsAsciiLetterLower(before[^(length + 1)]))
        {
            length++;
        }

        return length >= 4 && (length == before.Length || before[^(length + 1)] is ' ' or '-');
    }

    private static bool EndsInAbbreviation(ReadOnlySpan<char> before)
    {
        foreach (string abbreviation in Abbreviations)
        {
            if (before.EndsWith(abbreviation, StringComparison.Ordinal)
                && (before.Length == abbreviation.Length || !char.IsAsciiLetterOrDigit(before[^(abbreviation.Length + 1)])))
            {
                return true;
            }
        }

        return false;
    }
}
