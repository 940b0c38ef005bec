using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Oops;

/// <summary>What log daemons, consoles and mail programs put in front of a line of the kernel log.</summary>
internal static partial class LogPrefix
{
    private const int MaxStamps = 4;
    private const int Window = 120;

    /// <summary>The line without its prefix.</summary>
    /// <param name="stamped">Whether a time stamp or log level was there: such a line is from a log.</param>
    public static string Strip(ReadOnlySpan<char> line, out bool stamped)
    {
        ReadOnlySpan<char> rest = line;
        stamped = false;
        for (int i = 0; i < MaxStamps && !rest.IsEmpty; i++)
        {
            int length = rest[0] is '[' or '<' or '|' or ' ' or '(' || char.IsAsciiLetterOrDigit(rest[0]) ? LengthOf(rest[..Math.Min(rest.Length, Window)]) : 0;
            if (length == 0)
            {
                break;
            }

            stamped |= rest[..length].ContainsAnyInRange('0', '9');
            rest = rest[length..];
        }

        return rest.ToString();
    }

    private static int LengthOf(ReadOnlySpan<char> text)
    {
        foreach (ValueMatch match in Stamp().EnumerateMatches(text))
        {
            return match.Length;
        }

        return 0;
    }

    // Syslog with host, dmesg in both forms, thread and CPU, log level in its three forms, the bar of some quotes, plain dates.
    [GeneratedRegex(
        @"^(\s{0,8}\[\s*\d{1,9}\.\d{1,9}\] ?|\s{0,2}\[\s*[TC]\d{1,8}\] ?|\s{0,4}\[\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\] ?|<\d{1,2}>|\| ?|\(\d{1,3}\)\[\d{1,7}:[^\]]{1,40}\] ?"
        + @"|kern\s*:\s*\w{3,7}\s*: ?|\w{3} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,60} kernel: ?|\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d\S{0,20} ([\w.-]{1,60} kernel: )?|kernel: )",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Stamp();
}
