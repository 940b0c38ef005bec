using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Facts;

/// <summary>What an address in a mail leads to.</summary>
public enum LinkKind
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>A mail in an archive.</summary>
    Message,

    /// <summary>A commit in a git web.</summary>
    Commit,

    /// <summary>An entry of a bug tracker.</summary>
    Bug,
}

/// <summary>An address in the author's own text.</summary>
/// <param name="Tag">The trailer that it is the value of, as the kernel spells it (<c>Link</c>, <c>Closes</c>, <c>Fixes</c>), or null.</param>
/// <param name="Id">Message-ID, commit or number that the address holds, or null.</param>
public sealed record LinkFact(string Url, LinkKind Kind, string? Tag, string? Id, int Line, TextSpan Span);
