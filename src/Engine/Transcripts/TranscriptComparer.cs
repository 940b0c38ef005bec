using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TriageBot.Engine.Transcripts;

/// <summary>Brings the lines of a transcript into the form in which two are compared.</summary>
/// <remarks>The rules are those of the recorded transcripts, stated in <c>docs/transcripts.md</c>; there are no others.</remarks>
public static partial class TranscriptComparer
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Timeout = 1000;

    /// <summary>Lines as they are compared: remarks, call paths of warnings and trailing blanks gone, addresses as names.</summary>
    /// <param name="lines">A transcript.</param>
    /// <param name="isModuleFunction">True for functions of the modules of the transcript: only these count as parents in trace lines.</param>
    public static ImmutableArray<string> Normalize(IEnumerable<string> lines, Func<string, bool> isModuleFunction)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(isModuleFunction);
        ImmutableArray<string>.Builder result = ImmutableArray.CreateBuilder<string>();
        Addresses addresses = new();
        bool afterFailure = false;
        foreach (string raw in lines)
        {
            string line = raw.TrimEnd();
            bool isOut = line.StartsWith("out: ", StringComparison.Ordinal);
            if (line.StartsWith("-- ", StringComparison.Ordinal) || line.StartsWith("  in ", StringComparison.Ordinal))
            {
                continue;
            }

            // The text of out: does not count after a failed command; rc follows out:, "write failed" precedes it.
            if (line.StartsWith("rc ", StringComparison.Ordinal) && result.Count > 0 && result[^1].StartsWith("out: ", StringComparison.Ordinal))
            {
                result.RemoveAt(result.Count - 1);
            }

            if (!(isOut && afterFailure))
            {
                result.Add(One(line, addresses, isModuleFunction));
            }

            afterFailure = line == "write failed";
        }

        return result.ToImmutable();
    }

    private static string One(string line, Addresses addresses, Func<string, bool> isModuleFunction)
    {
        if (line.StartsWith("WARN ", StringComparison.Ordinal))
        {
            return WarnLine().Replace(line, "WARN ${file} ${function}");
        }

        if (line.StartsWith("trace: ", StringComparison.Ordinal))
        {
            string[] sides = Offset().Replace(TraceParts().Replace(line, ""), "").Split(" <-");
            return sides.Length == 2 && !isModuleFunction(sides[1]) ? sides[0] : string.Join(" <-", sides);
        }

        if (line.StartsWith(" actual:", StringComparison.Ordinal) || line.StartsWith(" expected:", StringComparison.Ordinal))
        {
            return HexByte().Replace(line, "xx");
        }

        if (line.StartsWith("bytes: ", StringComparison.Ordinal) || line.Contains(": text ", StringComparison.Ordinal))
        {
            line = Rel32().Replace(LeadingTransfer().Replace(line, "${lead}${op} .. .. .. .."), "rel32 ........");
        }

        return Address().Replace(Offset().Replace(line, "+0x"), m => addresses.NameOf(m.Value));
    }

    [GeneratedRegex(@"^WARN (?<file>[^\s:]+)(:\d+)? (?<function>\S+)$", Options, Timeout)]
    private static partial Regex WarnLine();

    [GeneratedRegex(@"\+0x[0-9a-f]+(/0x[0-9a-f]+)?", Options, Timeout)]
    private static partial Regex Offset();

    [GeneratedRegex(@"\.(cold|part)(\.\d+)?", Options, Timeout)]
    private static partial Regex TraceParts();

    [GeneratedRegex(@"\b[0-9a-f]{2}\b", Options, Timeout)]
    private static partial Regex HexByte();

    [GeneratedRegex(@"(?<lead>[0-9a-f]{16}: |: text \S+ )(?<op>e8|e9) [0-9a-f]{2} [0-9a-f]{2} [0-9a-f]{2} [0-9a-f]{2}", Options, Timeout)]
    private static partial Regex LeadingTransfer();

    [GeneratedRegex(@"rel32 [0-9a-f]{8}", Options, Timeout)]
    private static partial Regex Rel32();

    [GeneratedRegex(@"(0x)?ffff[0-9a-f]{12}", Options, Timeout)]
    private static partial Regex Address();

    /// <summary>Addresses count only as far as two lines name the same one.</summary>
    private sealed class Addresses
    {
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

        public string NameOf(string address)
        {
            string digits = address.StartsWith("0x", StringComparison.Ordinal) ? address[2..] : address;
            if (!_names.TryGetValue(digits, out string? name))
            {
                name = $"<address {_names.Count + 1}>";
                _names.Add(digits, name);
            }

            return name;
        }
    }
}
