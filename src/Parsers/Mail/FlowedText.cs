using System.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Undoes the parts of <c>format=flowed</c> (RFC 3676) that change how a line reads.</summary>
/// <remarks>Lines are not joined: facts carry line numbers and replies quote lines, and every reader here takes wrapped text anyway.</remarks>
internal static class FlowedText
{
    /// <summary>Takes the stuffed blank off line starts and the soft-break blank off line ends.</summary>
    public static string Unstuff(string text)
    {
        StringBuilder result = new(text.Length);
        int position = 0;
        while (position < text.Length)
        {
            int feed = text.IndexOf('\n', position);
            int end = feed < 0 ? text.Length : feed;
            ReadOnlySpan<char> line = text.AsSpan(position, end - position);
            if (line.Length > 1 && line[0] == ' ' && NeedsStuffing(line[1..]))
            {
                line = line[1..];
            }

            // The signature line "-- " is the one that ends in a blank without being flowed.
            result.Append(line.SequenceEqual("-- ") ? line : line.TrimEnd(' '));
            if (feed >= 0)
            {
                result.Append('\n');
            }

            position = end + 1;
        }

        return result.ToString();
    }

    private static bool NeedsStuffing(ReadOnlySpan<char> line) =>
        line[0] is ' ' or '>' || line.StartsWith("From ");
}
