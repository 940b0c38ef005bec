namespace TriageBot.Parsers.Callbacks;

/// <summary>A word of a sentence that can be the name of a callback.</summary>
/// <param name="Name">Without brackets, address signs and quotes.</param>
/// <param name="Start">Position in the sentence.</param>
/// <param name="End">Behind the name and its brackets.</param>
/// <param name="IsCall">Whether <c>()</c> follows.</param>
internal readonly record struct NameToken(string Name, int Start, int End, bool IsCall)
{
    /// <summary>Whether it can only be an identifier of C: an underscore inside, or brackets behind.</summary>
    public bool IsIdentifier => IsCall || Name.AsSpan().Trim('_').Contains('_');

    /// <summary>Whether it is spelled as constants are.</summary>
    public bool IsConstant => !IsCall && !Name.AsSpan().ContainsAnyInRange('a', 'z');
}
