using System.Buffers;

namespace TriageBot.Parsers.Directives;

/// <summary>The characters of a commit id.</summary>
internal static class CommitDigits
{
    /// <summary>Hexadecimal digits in both cases.</summary>
    public static readonly SearchValues<char> All = SearchValues.Create("0123456789abcdefABCDEF");
}
