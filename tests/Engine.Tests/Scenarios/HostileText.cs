using CsCheck;

namespace TriageBot.Engine.Tests.Scenarios;

/// <summary>Texts made from good ones by cutting, doubling and swapping.</summary>
internal static class HostileText
{
    /// <summary>A few edits of a text: slices that are cut out, doubled, moved over others or replaced by a character.</summary>
    public static Gen<string> From(string good) =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, good.Length - 1], Gen.Int[1, 40], Gen.Int[0, good.Length - 1], Gen.Char[' ', '~'])
            .Array[1, 5]
            .Select(edits => edits.Aggregate(good, (text, e) => Edit(text, e.Item1, e.Item2, e.Item3, e.Item4, e.Item5)));

    /// <summary>Words of a text swapped for other words of it: every piece is one that could stand somewhere.</summary>
    /// <param name="separators">Where words begin and end.</param>
    public static Gen<string> Shuffled(string good, params char[] separators)
    {
        string[] words = good.Split(separators);
        return Gen.Select(Gen.Int[0, words.Length - 1], Gen.Int[0, words.Length - 1]).Array[1, 6].Select(swaps =>
        {
            string text = good;
            foreach ((int to, int from) in swaps.Where(s => words[s.Item1].Length > 0))
            {
                int at = text.IndexOf(words[to], StringComparison.Ordinal);
                text = at < 0 ? text : text[..at] + words[from] + text[(at + words[to].Length)..];
            }

            return text;
        });
    }

    private static string Edit(string text, int kind, int at, int length, int other, char character)
    {
        if (text.Length == 0)
        {
            return text;
        }

        at %= text.Length;
        other %= text.Length;
        length = Math.Min(length, text.Length - at);
        string slice = text.Substring(at, length);
        return kind switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(other, slice),
            2 => text.Remove(at, 1).Insert(at, character.ToString()),
            _ => text.Remove(at, length).Insert(Math.Min(other, text.Length - length), slice),
        };
    }
}
